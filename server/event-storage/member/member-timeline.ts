import { z } from "zod";
import { databaseTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { conditionsSchema } from "../../vocabulary/condition-schema.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import type { TimelinePage } from "../../vocabulary/member/timeline.ts";
import { resolveConditions } from "../conditions/selection.ts";
import { countPersonalTries } from "../search/count-personal-tries.ts";
import { findEvents } from "../search/find-events.ts";
import { recordableConditions } from "../search/recordable-conditions.ts";
import { selectEvents } from "../select-events.ts";
import { beginningOfHistory } from "./beginning-of-history.ts";
import { selectOthers } from "./select-others.ts";

/** Side by side with so many others. */
const OTHERS = 9;

/** One page of a member's history, or of several members' in one order, continued below `cursor` (an event id). */
export const memberTimelineSchema = z
  .object({
    memberId: z.string().min(1).max(64),
    /** Further members whose events stand between. */
    beside: z.array(z.string().min(1).max(64)).max(OTHERS).default([]),
    cursor: z.uuid().optional(),
    limit: z.number().int().min(1).max(200).default(50),
    /** Further conditions that must hold. */
    conditions: conditionsSchema.default([]),
  })
  .strict();

/**
 * What happened to one member, or to several, newest first: one ordered index read a member. With it come the events of
 * others that these were caused by or caused. The view is recorded before it is answered, with every member in it.
 *
 * @throws DomainError "forbidden" when the actor may not open members.
 */
export async function memberTimeline(
  db: Executor,
  actor: Actor,
  input: z.infer<typeof memberTimelineSchema>,
): Promise<Recorded<TimelinePage>> {
  requirePermission(actor, "member:open");
  const { memberId, beside, conditions, cursor, limit } = input;
  const personFound = await countPersonalTries(db, actor, { conditions, act: "member.timeline" });
  const asOf = await databaseTime(db);
  const ofMember: Condition = { field: "member", operator: "any", values: [memberId, ...beside] };
  const selection = await resolveConditions(db, [ofMember, ...conditions]);
  const found = await findEvents(db, selection, { cursor, limit: limit + 1 });
  const events = await selectEvents(db, found.ids);
  const page = events.slice(0, limit);
  if (page.length > 0) await personFound();
  const hasMore = events.length > limit;
  const nextCursor = hasMore ? (page.at(-1)?.id ?? null) : found.lookedTo;
  const others = await selectOthers(db, page);
  const asked = await recordableConditions(db, conditions);
  const first = page.at(-1);
  const isWhole = nextCursor === null && conditions.length === 0 && beside.length === 0;
  return showRecorded(db, actor, {
    act: "member.timeline",
    memberIds: [...new Set([memberId, ...beside, ...others.map((event) => event.memberId)])],
    what: { events: page.length, ...(asked.length > 0 && { conditions: asked }) },
    answer: {
      events: page,
      others,
      beginning: isWhole && first !== undefined ? await beginningOfHistory(db, first) : null,
      nextCursor,
      partial: found.partial && !hasMore,
      asOf,
    },
    isFound: page.length > 0,
  });
}
