import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { attributesOf, bodyOf } from "../event-storage/message-columns.ts";
import type { Actor } from "../staff/actor.ts";
import { recordAccess } from "../staff/record-access.ts";
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
): Promise<EventMessage> {
  requirePermission(actor, "subscriber:see");
  requirePermission(actor, "event:show");
  const [found] = await db.execute<EventMessage & { external: boolean }>(sql`
    select e.id as "eventId", e.member_id as "memberId", v.external and e.origin = 0 as external,
           ${attributesOf(layer)} as attributes, ${bodyOf(layer)} as body
      from event.member_event e join event.action a on a.id = e.action_id
      join event.action_version v on v.action_id = e.action_id and v.version = e.version
     where e.id = ${eventId}::uuid`);
  const isTold = found !== undefined && (layer === "internal" || found.external);
  const memberIds = isTold ? [found.memberId] : [];
  const result = isTold ? "shown" : "not found";
  const viewKey = `message ${layer} ${eventId}`;
  await recordAccess(db, actor, { act: "event.message", memberIds, what: { eventId, layer }, result, viewKey });
  if (!isTold) {
    const why = found ? "is not told outside, so it has no external message" : "does not exist";
    throw new DomainError("not-found", `The event ${eventId} ${why}. Choose another one.`, { field: "eventId" });
  }
  const { external: _, ...message } = found;
  return message;
}
