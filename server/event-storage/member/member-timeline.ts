import { z } from "zod";
import { databaseTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { conditionsSchema } from "../../vocabulary/condition-schema.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import type { EventPage } from "../../vocabulary/member-event.ts";
import { resolveConditions } from "../conditions/selection.ts";
import { countPersonalTries } from "../search/count-personal-tries.ts";
import { findEvents } from "../search/find-events.ts";
import { selectEvents } from "../select-events.ts";

/** One page of a member's history, continued below `cursor` (an event id). */
export const memberTimelineSchema = z
  .object({
    memberId: z.string().min(1).max(64),
    cursor: z.uuid().optional(),
    limit: z.number().int().min(1).max(200).default(50),
    /** Further conditions that must hold. */
    conditions: conditionsSchema.default([]),
  })
  .strict();

/**
 * What happened to one member, newest first: one ordered index read. The view is recorded before it is answered.
 *
 * @throws DomainError "forbidden" when the actor may not open members.
 */
export async function memberTimeline(
  db: Executor,
  actor: Actor,
  input: z.infer<typeof memberTimelineSchema>,
): Promise<Recorded<EventPage>> {
  requirePermission(actor, "member:open");
  const { memberId, conditions, cursor, limit } = input;
  const personFound = await countPersonalTries(db, actor, { conditions, act: "member.timeline" });
  const asOf = await databaseTime(db);
  const ofMember: Condition = { field: "member", operator: "any", values: [memberId] };
  const selection = await resolveConditions(db, [ofMember, ...conditions]);
  const found = await findEvents(db, selection, { cursor, limit: limit + 1 });
  const events = await selectEvents(db, found.ids);
  const page = events.slice(0, limit);
  if (page.length > 0) await personFound();
  const hasMore = events.length > limit;
  return showRecorded(db, actor, {
    act: "member.timeline",
    memberIds: [memberId],
    what: { events: page.length },
    answer: {
      events: page,
      nextCursor: hasMore ? (page.at(-1)?.id ?? null) : found.lookedTo,
      partial: found.partial && !hasMore,
      asOf,
    },
    isFound: page.length > 0,
  });
}
