import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { attributesOf, bodyOf } from "../event-storage/message-columns.ts";
import type { Actor } from "../staff/actor.ts";
import { type Recorded, refuseRecorded, showRecorded } from "../staff/recorded.ts";
import { requirePermission } from "../staff/require-permission.ts";
import type { LayerName } from "../vocabulary/member-event.ts";
import type { EventMessage } from "../vocabulary/subscriber.ts";

/**
 * The message of a stored event as a topic gets it, with target ALL: body and attributes by the very functions that
 * publish it. The look is recorded before it is answered.
 *
 * @throws DomainError "forbidden"; "not-found" for an unknown event, or one that is not told outside.
 */
export async function eventMessage(
  db: Executor,
  actor: Actor,
  { eventId, layer }: { eventId: string; layer: LayerName },
): Promise<Recorded<EventMessage>> {
  requirePermission(actor, "subscriber:see");
  requirePermission(actor, "event:show");
  const [found] = await db.execute<EventMessage & { external: boolean }>(sql`
    select e.id as "eventId", e.member_id as "memberId", v.external and e.origin = 0 as external,
           ${attributesOf(layer)} as attributes, ${bodyOf(layer)} as body
      from event.member_event e join event.action a on a.id = e.action_id
      join event.action_version v on v.action_id = e.action_id and v.version = e.version
     where e.id = ${eventId}::uuid`);
  const isTold = found !== undefined && (layer === "internal" || found.external);
  const access = { act: "event.message", what: { eventId, layer } };
  if (!isTold) {
    const why = found ? "is not told outside, so it has no external message" : "does not exist";
    const message = `The event ${eventId} ${why}. Choose another one.`;
    const refusal = new DomainError("not-found", message, { field: "eventId" });
    return refuseRecorded(db, actor, { ...access, memberIds: [], refusal });
  }
  const { external: _, ...answer } = found;
  return showRecorded(db, actor, { ...access, memberIds: [answer.memberId], answer, isFound: true });
}
