import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { DETECTOR, type MemberscopeMessage } from "../messaging/message.ts";

/**
 * Those messages that say they come of a republish job, and do not: no job with this id ordered this event to this subscriber
 * in this layer. Whoever can write into a queue could otherwise have what was done done again, as often as ids can be invented.
 */
export async function selectUnordered(
  db: Executor,
  messages: readonly MemberscopeMessage[],
): Promise<Set<MemberscopeMessage>> {
  const asked = messages.filter(({ replay }) => replay !== null && replay !== DETECTOR);
  if (asked.length === 0) return new Set();
  const orders = asked.map(({ event, layer, target, replay }, index) => ({
    index,
    event_id: event.eventId,
    layer: layer === "internal" ? 1 : 2,
    target,
    job_id: replay,
  }));
  const rows = await db.execute<{ index: number }>(sql`
    select o.index from jsonb_to_recordset(${JSON.stringify(orders)}::text::jsonb) as o(index int, event_id uuid, layer smallint, target text, job_id uuid)
     where not exists (select from republish.item i join republish.job j on j.id = i.job_id
                        where i.job_id = o.job_id and i.event_id = o.event_id and j.layer = o.layer and j.target = o.target)`);
  return new Set(rows.flatMap(({ index }) => asked[index] ?? []));
}

/** What is said of such a message. */
export const NOT_ORDERED = "No republish job ordered this: the message is forged, and nothing was done.";
