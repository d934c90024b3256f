import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { eventOf } from "../event-storage/event-of.ts";
import type { MessageAttributes } from "../messaging/message.ts";

/** After so many tries that SNS answered, an event is parked: shown to staff instead of tried for ever. */
export const MAX_TRIES = 10;

/** No sending step takes longer; a sender killed within it leaves its rows to the next one after this. */
const LEASE = sql`interval '15 seconds'`;

/** A waiting event that is ours to send now, with its message as the layer has it. */
export type DueEvent = {
  eventId: string;
  layer: 1 | 2;
  /** Tries, this one included. */
  attempt: number;
  /** True for the first sending of an event stored through the SQL function: nobody sent it before. */
  isRelay: boolean;
  body: string;
  attributes: MessageAttributes;
};

/** What one lease took. */
export type Lease = { due: DueEvent[]; parked: number };

type LeasedRow = { event_id: string; layer: 1 | 2; attempts: number; is_relay: boolean; is_parked: boolean };

type MessageRow = { event_id: string; layer: 1 | 2; body: string; attributes: MessageAttributes };

/**
 * Leases what is due, oldest event first, in layers that are not stopped, and counts the try. Nobody else gets these rows
 * until the lease ends; rows that another sender or the recorder holds are passed over. Due means due by the database's
 * clock, and by nothing like "greater than the last id": a late commit is due like any other.
 *
 * Rows that became due once more after their last try are parked instead, if SNS had taken that one: where its answer was
 * lost, nobody looked at the event, and an SNS that hangs for hours would park whatever waits. Such rows are tried on.
 */
export async function leaseDue(db: Executor, batchSize: number): Promise<Lease> {
  const rows = await leaseRows(db, batchSize);
  const leased = rows.filter((row) => !row.is_parked);
  const parked = rows.length - leased.length;
  if (leased.length === 0) return { due: [], parked };
  const messages = await selectMessages(db, leased);
  const byRow = new Map(leased.map((row) => [`${row.event_id} ${row.layer}`, row]));
  const due = messages.flatMap(({ event_id: eventId, layer, body, attributes }) => {
    const row = byRow.get(`${eventId} ${layer}`);
    return row ? [{ eventId, layer, attempt: row.attempts, isRelay: row.is_relay, body, attributes }] : [];
  });
  return { due, parked };
}

/** Kept apart from the messages: several times a second there is nothing to lease, and this alone is cheap to plan. */
async function leaseRows(db: Executor, batchSize: number): Promise<LeasedRow[]> {
  const rows = await db.execute<LeasedRow>(sql`
    with due as (
      select p.event_id, p.layer, p.attempts >= ${MAX_TRIES} and p.last_error is null as is_parked, p.attempts = 0 and p.next_at = p.stored_at as is_relay
        from event.pending p
        join event.layer_control c on c.layer = p.layer
       where p.next_at <= clock_timestamp() and p.parked_at is null and c.stopped_at is null
       order by p.event_id, p.layer
       limit ${batchSize}
         for update of p skip locked)
    update event.pending p
       set attempts = p.attempts + case when d.is_parked then 0 else 1 end,
           next_at = case when d.is_parked then p.next_at else clock_timestamp() + ${LEASE} end,
           parked_at = case when d.is_parked then clock_timestamp() end,
           last_error = case when d.is_parked then 'sent ${sql.raw(String(MAX_TRIES))} times, never recorded' else p.last_error end
      from due d
     where p.event_id = d.event_id and p.layer = d.layer
    returning p.event_id, p.layer, p.attempts, d.is_relay, d.is_parked`);
  return [...rows];
}

async function selectMessages(db: Executor, leased: readonly LeasedRow[]): Promise<MessageRow[]> {
  const wanted = leased.map(({ event_id, layer }) => ({ event_id, layer }));
  const rows = await db.execute<MessageRow>(sql`
    select l.event_id, l.layer,
           case l.layer when 1 then event.internal_body(e, a.name) else event.external_body(e, a.name) end as body,
           event.message_attributes_of(e, case l.layer when 1 then 'internal' else 'external' end) as attributes
      from jsonb_to_recordset(${JSON.stringify(wanted)}::text::jsonb) as l(event_id uuid, layer smallint)
     cross join lateral ${eventOf(sql`l.event_id`)} e
      join event.action a on a.id = e.action_id
     order by l.event_id, l.layer`);
  return [...rows];
}
