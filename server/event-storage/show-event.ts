import { sql } from "drizzle-orm";
import { databaseTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { Actor } from "../staff/actor.ts";
import { type Recorded, refuseRecorded, showRecorded } from "../staff/recorded.ts";
import { requirePermission } from "../staff/require-permission.ts";
import type { BiographyEntry, EventDossier } from "../vocabulary/member-event.ts";
import { chainOf } from "./chain-of.ts";
import { selectBiography } from "./select-biography.ts";
import { selectEvents } from "./select-events.ts";
import { selectHolds } from "./select-holds.ts";

/**
 * One event with its biography and its chain: what led to it, what it brought about. The view is recorded before it is answered.
 *
 * @throws DomainError "not-found" for an unknown id, "forbidden" when the actor may not see events.
 */
export async function showEvent(
  db: Executor,
  actor: Actor,
  { eventId }: { eventId: string },
): Promise<Recorded<EventDossier>> {
  requirePermission(actor, "event:show");
  const [event] = await selectEvents(db, sql`select ${eventId}::uuid id`);
  const what = { eventId };
  if (!event) {
    const message = `There is no event ${eventId}. Check the id, or search by member and time.`;
    const refusal = new DomainError("not-found", message, { field: "eventId" });
    return refuseRecorded(db, actor, { act: "event.show", memberIds: [], what, refusal });
  }
  const { story, chain } = await chainOf(db, event);
  const biography: BiographyEntry[] = [{ kind: "stored", at: event.storedAt }, ...(await selectBiography(db, eventId))];
  const leftOut = await db.execute<EventDossier["leftOut"][number]>(sql`
    select name, why from event.left_out where event_id = ${eventId}::uuid order by name`);
  const holds = await selectHolds(db, eventId);
  const memberIds = [...new Set([event, ...story].map((one) => one.memberId))];
  biography.sort((a, b) => a.at.localeCompare(b.at));
  const answer = { event, holds, biography, leftOut: [...leftOut], story, chain, asOf: await databaseTime(db) };
  return showRecorded(db, actor, { act: "event.show", memberIds, what, answer, isFound: true });
}
