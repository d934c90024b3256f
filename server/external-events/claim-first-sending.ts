import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";

/**
 * Makes the first sending of external events the caller's, so that one way alone sends: whoever counts the first try. What
 * was tried before, by whomever, or is recorded already is not given. While the layer's sending is left to the sender (it is
 * stopped, or its topic does not answer), nothing is given, and the sender gets all of it at once.
 *
 * What is claimed counts as sent; tell the others with `recordTries`. A process killed in between leaves its events to the
 * detector.
 *
 * @returns the ids to send now.
 */
export async function claimFirstSending(db: Executor, eventIds: readonly string[]): Promise<Set<string>> {
  if (eventIds.length === 0) return new Set();
  const rows = await db.execute<{ event_id: string; is_left: boolean }>(sql`
    with stand as materialized (select event.is_left_to_sender(2::smallint) as is_left),
    held as (
      select p.event_id, p.layer from event.pending p
       where p.event_id in (select jsonb_array_elements_text(${JSON.stringify(eventIds)}::text::jsonb)::uuid)
         and p.layer = 2 and p.attempts = 0 and p.parked_at is null
       order by p.event_id for update skip locked)
    update event.pending p
       set attempts = case when s.is_left then 0 else 1 end,
           next_at = case when s.is_left then p.stored_at else clock_timestamp() + c.unpublished_after end
      from held h cross join stand s cross join event.layer_control c
     where p.event_id = h.event_id and p.layer = h.layer and c.layer = 2
    returning p.event_id, s.is_left`);
  return new Set(rows.filter(({ is_left }) => !is_left).map(({ event_id }) => event_id));
}
