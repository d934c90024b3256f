import { sql } from "drizzle-orm";
import { databaseTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { Actor } from "../staff/actor.ts";
import { type Recorded, refuseRecorded, showRecorded } from "../staff/recorded.ts";
import { requirePermission } from "../staff/require-permission.ts";
import type { BiographyEntry, EventDossier, MemberEvent } from "../vocabulary/member-event.ts";
import { selectBiography } from "./select-biography.ts";
import { selectEvents } from "./select-events.ts";
import { selectHolds } from "./select-holds.ts";
import { isOfStory } from "./story.ts";

/** A story longer than this is cut; its page says so by the count it links to. */
const STORY_EVENTS = 50;

/**
 * One event with its biography and the other events of its story. The view is recorded before it is answered.
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
  const story = await storyOf(db, event);
  const biography: BiographyEntry[] = [{ kind: "stored", at: event.storedAt }, ...(await selectBiography(db, eventId))];
  const leftOut = await db.execute<EventDossier["leftOut"][number]>(sql`
    select name, why from event.left_out where event_id = ${eventId}::uuid order by name`);
  const holds = await selectHolds(db, eventId);
  const memberIds = [...new Set([event, ...story].map((one) => one.memberId))];
  biography.sort((a, b) => a.at.localeCompare(b.at));
  const answer = { event, holds, biography, leftOut: [...leftOut], story, asOf: await databaseTime(db) };
  return showRecorded(db, actor, { act: "event.show", memberIds, what, answer, isFound: true });
}

async function storyOf(db: Executor, event: MemberEvent): Promise<MemberEvent[]> {
  if (!event.correlationId) return [];
  const events = await selectEvents(
    db,
    sql`select e.id from event.member_event e where ${isOfStory(sql`${event.correlationId}::uuid`)} order by e.id limit ${STORY_EVENTS}`,
  );
  return events.filter((one) => one.id !== event.id).reverse();
}
