import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { eventOf } from "../event-storage/event-of.ts";
import { attributesOf, bodyOf } from "../event-storage/message-columns.ts";
import type { MessageAttributes } from "../messaging/message.ts";
import type { LayerName } from "../vocabulary/member-event.ts";

/** After so many tries that SNS answered, an event is parked: shown to staff instead of tried for ever. */
export const MAX_TRIES = 10;

/** No sending step takes longer; a sender killed within it leaves its rows to the next one after this. */
const LEASE = sql`interval '20 seconds'`;

/** What was tried before gets this part of a batch at least, and leaves the rest to what was never tried. */
const SHARE_OF_TRIED = 4;

/** Before every event id. */
const START = "00000000-0000-0000-0000-000000000000";

/** A waiting event that is ours to send now, with its message as the layer has it. */
export type DueEvent = {
  eventId: string;
  memberId: string;
  layer: 1 | 2;
  /** Tries, this one included. */
  attempt: number;
  /** True when nobody can have sent it in this layer before: its message is no repetition. */
  isFirst: boolean;
  /** True for what was given to the sender to begin with; false for what somebody else should have sent by now. */
  isRelay: boolean;
  body: string;
  attributes: MessageAttributes;
};

/**
 * Where a sender's next lease begins, for what was never tried and for what was; null leaves the latter out this time. Only
 * a saving: without it each lease would step over everything that was sent and is not recorded yet. It goes back to the
 * start at the end of what is due, so a late commit is found by the next round.
 */
export type LeasePlace = { fresh: string; tried: string | null };

export const fromTheStart = { fresh: START, tried: START } as const satisfies LeasePlace;

/** What one lease took, and where the next one begins; `held` were left for later, `isNamedAway` says what is known of the topic. */
export type Lease = {
  due: DueEvent[];
  parked: number;
  held: number;
  next: LeasePlace;
  isFull: boolean;
  isNamedAway: boolean;
};

type LeasedRow = {
  event_id: string;
  member_id: string;
  attempts: number;
  is_first: boolean;
  is_relay: boolean;
  is_parked: boolean;
  is_held: boolean;
  is_fresh: boolean;
  is_named_away: boolean;
};

type MessageRow = { event_id: string; body: string; attributes: MessageAttributes };

/**
 * Leases what is due in one layer, oldest event first, unless everything is stopped there, and counts the try. Nobody else
 * gets these rows until the lease ends; rows that another sender or the recorder holds are passed over. Due means due by
 * the database's clock. What was never tried and what was have their own shares, so that events which fail again and again
 * hold up no fresh one.
 *
 * Rows that became due once more after their last try are parked instead, if SNS had taken that one: where its answer was
 * lost, nobody looked at the event, and an SNS that hangs for hours would park whatever waits. Such rows are tried on.
 *
 * Outside, what nobody has told is taken before its time while the external publisher cannot do its work.
 *
 * While the recorder's queue does not answer, or it is behind, nothing is repeated that SNS has taken: it would be one more
 * copy of what lies there. Such rows are looked at again after the detector's time, and no try is counted.
 */
export async function leaseDue(
  db: Executor,
  { layer, limit, place }: { layer: LayerName; limit: number; place: LeasePlace },
): Promise<Lease> {
  const rows = (await leaseRows(db, { layer, limit, place })).sort((a, b) => (a.event_id < b.event_id ? -1 : 1));
  const fresh = rows.filter((row) => row.is_fresh);
  const tried = rows.filter((row) => !row.is_fresh);
  const next = {
    fresh: fresh.length === limit ? lastOf(fresh) : START,
    tried: tried.length >= shareOfTried(limit) ? lastOf(tried) : START,
  };
  const leased = rows.filter((row) => !row.is_parked && !row.is_held);
  const parked = rows.filter((row) => row.is_parked).length;
  const held = rows.filter((row) => row.is_held).length;
  const isNamedAway = rows.some((row) => row.is_named_away);
  const lease = { parked, held, next, isFull: rows.length >= limit, isNamedAway };
  if (leased.length === 0) return { due: [], ...lease };
  const messages = new Map((await selectMessages(db, layer, leased)).map((row) => [row.event_id, row]));
  const due = leased.flatMap(
    ({ event_id: eventId, member_id: memberId, attempts: attempt, is_first: isFirst, is_relay: isRelay }) => {
      const message = messages.get(eventId);
      if (message === undefined) return [];
      const { body, attributes } = message;
      return [{ eventId, memberId, layer: numberOf(layer), attempt, isFirst, isRelay, body, attributes }];
    },
  );
  return { due, ...lease };
}

function shareOfTried(limit: number): number {
  return Math.ceil(limit / SHARE_OF_TRIED);
}

/** Of rows in the order of their ids. */
function lastOf(rows: readonly LeasedRow[]): string {
  return rows.at(-1)?.event_id ?? START;
}

function numberOf(layer: LayerName): 1 | 2 {
  return layer === "internal" ? 1 : 2;
}

/** Kept apart from the messages: several times a second there is nothing to lease, and this alone is cheap to plan. */
async function leaseRows(
  db: Executor,
  { layer, limit, place }: { layer: LayerName; limit: number; place: LeasePlace },
): Promise<LeasedRow[]> {
  const number = numberOf(layer);
  // Asked once a lease; what the publisher claims meanwhile is passed over.
  const isEarly = layer === "external" ? sql`p.attempts = 0 and (select event.is_publisher_away())` : sql`false`;
  const dueHere = sql`p.layer = ${number} and (p.next_at <= clock_timestamp() or ${isEarly}) and p.parked_at is null
         and exists (select from event.layer_control c where c.layer = ${number} and c.stop_scope is distinct from 'everything')`;
  const rows = await db.execute<LeasedRow>(sql`
    with fresh as (
      select p.event_id, p.layer, p.attempts, p.next_at, p.stored_at, p.last_error from event.pending p
       where p.event_id > ${place.fresh}::uuid and p.attempts = 0 and ${dueHere}
       order by p.event_id limit ${limit} for update of p skip locked),
    tried as (
      select p.event_id, p.layer, p.attempts, p.next_at, p.stored_at, p.last_error from event.pending p
       where ${place.tried !== null} and p.event_id > ${place.tried ?? START}::uuid and p.attempts > 0 and ${dueHere}
       order by p.event_id limit greatest(${shareOfTried(limit)}, ${limit} - (select count(*) from fresh)) for update of p skip locked),
    recorder as materialized (select event.recorder_trouble() is not null as is_late),
    asked as (
      select d.event_id, d.layer, d.attempts, d.last_error, d.attempts = 0 as is_fresh,
             d.attempts = 0 and (d.layer = 2 or d.next_at = d.stored_at) as is_first,
             d.attempts = 0 and (d.next_at = d.stored_at or d.next_at > clock_timestamp()) as is_relay
        from (select * from fresh union all select * from tried) d),
    due as (
      select a.*, r.is_late and a.last_error is null and not a.is_first as is_held,
             not r.is_late and a.last_error is null and a.attempts >= ${MAX_TRIES} as is_parked
        from asked a cross join recorder r)
    update event.pending p
       set attempts = p.attempts + case when d.is_parked or d.is_held then 0 else 1 end,
           next_at = case when d.is_parked then p.next_at
                          when d.is_held then clock_timestamp() + (select c.unpublished_after from event.layer_control c where c.layer = ${number})
                          else clock_timestamp() + ${LEASE} end,
           parked_at = case when d.is_parked then clock_timestamp() end,
           last_error = case when d.is_parked then 'sent ${sql.raw(String(MAX_TRIES))} times, never recorded' else p.last_error end
      from due d
     where p.event_id = d.event_id and p.layer = d.layer
    returning p.event_id, p.member_id, p.attempts, d.is_first, d.is_relay, d.is_parked, d.is_held, d.is_fresh,
              exists (select from event.outage o where o.part = ${`topic:${layer}`}) as is_named_away`);
  return [...rows];
}

async function selectMessages(db: Executor, layer: LayerName, leased: readonly LeasedRow[]): Promise<MessageRow[]> {
  const wanted = leased.map(({ event_id, member_id }) => ({ event_id, member_id }));
  const rows = await db.execute<MessageRow>(sql`
    select e.id as event_id, ${bodyOf(layer)} as body, ${attributesOf(layer)} as attributes
      from jsonb_to_recordset(${JSON.stringify(wanted)}::text::jsonb) as l(event_id uuid, member_id text)
     cross join lateral ${eventOf(sql`l.event_id`, sql`l.member_id`)} e
      join event.action a on a.id = e.action_id
      join event.action_version v on v.action_id = e.action_id and v.version = e.version`);
  return [...rows];
}
