import { sql } from "drizzle-orm";
import { z } from "zod";
import { databaseTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { recordAccess } from "../../staff/record-access.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { eventFilterSchema } from "../../vocabulary/event-filter.ts";
import type { EventPage } from "../../vocabulary/member-event.ts";
import { allOf, allowedActions, timeConditions } from "../search/filter-conditions.ts";
import { selectEvents } from "../select-events.ts";

/** One page of a member's history, continued below `cursor` (an event id). */
export const memberTimelineSchema = z
  .object({
    memberId: z.string().min(1).max(64),
    cursor: z.uuid().optional(),
    limit: z.number().int().min(1).max(200).default(50),
    actions: eventFilterSchema.shape.actions,
    from: eventFilterSchema.shape.from,
    to: eventFilterSchema.shape.to,
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
): Promise<EventPage> {
  requirePermission(actor, "member:open");
  const { memberId, cursor, limit } = input;
  const asOf = await databaseTime(db);
  const actions = await allowedActions(db, input);
  const conditions = [sql`e.member_id = ${memberId}`, ...timeConditions(input, cursor)];
  if (actions) conditions.push(sql`e.action_id = any(${`{${actions.join(",")}}`}::smallint[])`);
  const events = await selectEvents(
    db,
    sql`select e.id from event.member_event e where ${allOf(conditions)} order by e.id desc limit ${limit + 1}`,
  );
  const page = events.slice(0, limit);
  await recordAccess(db, actor, {
    act: "member.timeline",
    memberIds: [memberId],
    what: { events: page.length },
    result: page.length > 0 ? "shown" : "not found",
    viewKey: `timeline ${memberId} ${cursor ?? ""}`,
  });
  return { events: page, nextCursor: events.length > limit ? (page.at(-1)?.id ?? null) : null, partial: false, asOf };
}
