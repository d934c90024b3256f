import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { jsonb, textArray } from "../../sql-values.ts";
import type { LetterActKind, LetterSelection, LetterView } from "../../vocabulary/dead-letter.ts";

/** A killed worker's act goes on after this, when the letters that it had in hand can be seen again, too. */
const LEASE = sql`interval '60 seconds'`;

/** Between two looks at a queue whose remaining letters are in other hands, and after SQS did not answer. */
const LATER = sql`interval '3 seconds'`;

/** So long an act waits for letters that others hold: what a killed worker held is seen again after a minute. */
const PATIENCE = sql`interval '90 seconds'`;

/** An act that is ours until the lease ends. Whoever takes it over raises the fence, and our writes are refused from then on. */
export type LetterActLease = {
  id: string;
  fence: string;
  subscriber: string;
  isOwn: boolean;
  queueName: string;
  act: LetterActKind;
  selection: LetterSelection;
  rate: number;
  /** Milliseconds since 1970: later letters are none of its business. */
  orderedAtMs: number;
  /** How many there are to do; null when nobody has said it yet. */
  wanted: number | null;
  /** The ids of chosen letters that turns before this one brought back or discarded. */
  removed: string[];
};

/** Takes the act that is due longest and that nobody holds; one at a time of a queue. Null when there is none. */
export async function leaseLetterAct(db: Executor): Promise<LetterActLease | null> {
  return db.transaction(async (tx) => {
    // Leases come one after the other: who takes an act does not see that somebody takes another of its queue.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('memberscope letter acts', 0))`);
    return takeDueAct(tx);
  });
}

async function takeDueAct(tx: Executor): Promise<LetterActLease | null> {
  const [row] = await tx.execute<LetterActLease>(sql`
    update event.letter_act t
       set state = 'running', lease_until = clock_timestamp() + ${LEASE}, fence = t.fence + 1, started_at = coalesce(t.started_at, clock_timestamp())
     where t.id = (
       select o.id from event.letter_act o
        where o.state in ('waiting', 'running') and o.next_at <= clock_timestamp()
          and not exists (select from event.letter_act b
                           where b.queue_name = o.queue_name and b.state = 'running' and b.lease_until > clock_timestamp())
        order by o.next_at limit 1 for update of o skip locked)
    returning t.id::text as id, t.fence::text as fence, t.subscriber_id as subscriber, t.queue_name as "queueName", t.act, t.selection, t.rate, t.wanted,
              coalesce((select s.placement = 'internal' from event.subscriber s where s.id = t.subscriber_id), false) as "isOwn",
              (extract(epoch from t.requested_at) * 1000)::float8 as "orderedAtMs",
              array(select i.message_id from event.letter_item i
                     where i.act_id = t.id and i.removed_at is not null and t.selection ->> 'kind' = 'some') as removed`);
  return row ?? null;
}

const held = ({ id, fence }: LetterActLease) =>
  sql`id = ${id}::uuid and fence = ${fence}::bigint and state = 'running'`;

/**
 * Writes down letters that are about to be brought back or discarded, and holds the act on.
 *
 * @returns false when somebody else has the act now: then they must be left alone.
 */
export async function noteLetters(
  tx: Executor,
  lease: LetterActLease,
  letters: readonly LetterView[],
): Promise<boolean> {
  const mine = await tx.execute(sql`
    update event.letter_act set lease_until = clock_timestamp() + ${LEASE}, awaited = 0, error = null where ${held(lease)} returning id`);
  if (mine.length === 0) return false;
  const rows = letters.map(({ id, cause, eventId, memberId }) => {
    return { id, ...(cause === "unknown-event" ? {} : { eventId, memberId }) };
  });
  await tx.execute(sql`
    insert into event.letter_item (act_id, message_id, event_id, member_id)
    select ${lease.id}::uuid, l ->> 'id', (l ->> 'eventId')::uuid, l ->> 'memberId' from jsonb_array_elements(${jsonb(rows)}) l
    on conflict do nothing`);
  return true;
}

/** Which of these letters the act began to bring back or discard without coming to its end. */
export async function begunLetters(
  db: Executor,
  { id }: LetterActLease,
  letterIds: readonly string[],
): Promise<Set<string>> {
  const rows = await db.execute<{ id: string }>(sql`
    select message_id as id from event.letter_item
     where act_id = ${id}::uuid and removed_at is null and message_id = any(${textArray(letterIds)})`);
  return new Set(rows.map((row) => row.id));
}

/** Writes down that letters are dead no more: whoever has the act now, it is true. */
export async function noteRemoved(
  tx: Executor,
  { id, queueName }: LetterActLease,
  letterIds: readonly string[],
): Promise<void> {
  const ids = textArray(letterIds);
  await tx.execute(sql`
    update event.letter_item set removed_at = clock_timestamp()
     where act_id = ${id}::uuid and removed_at is null and message_id = any(${ids})`);
  // They fail no more: what is brought back is a new message to its consumer.
  await tx.execute(sql`
    delete from event.failing_message where queue_name = ${queueName} and message_id = any(${ids})`);
}

/** Says once how many there are to do. */
export async function noteWanted(db: Executor, lease: LetterActLease, wanted: number): Promise<void> {
  await db.execute(sql`update event.letter_act set wanted = ${wanted} where ${held(lease)} and wanted is null`);
}

/**
 * Ends the act, or lets it rest while others hold letters of its queue: what a reader or a killed worker has in hand is seen
 * again within a minute. After a minute and a half without any progress it ends all the same, with how many are left.
 */
export async function endOrAwait(db: Executor, lease: LetterActLease, awaited: number): Promise<"done" | "awaits"> {
  const [row] = await db.execute<{ state: string }>(sql`
    with progress as (
      select greatest(t.started_at, (select max(greatest(i.at, i.removed_at)) from event.letter_item i where i.act_id = t.id)) as at
        from event.letter_act t where t.id = ${lease.id}::uuid)
    update event.letter_act set awaited = ${awaited}, error = null, lease_until = null, next_at = clock_timestamp() + ${LATER},
           state = case when ${awaited} = 0 or progress.at < clock_timestamp() - ${PATIENCE} then 'done' else 'running' end,
           finished_at = case when ${awaited} = 0 or progress.at < clock_timestamp() - ${PATIENCE} then clock_timestamp() end
      from progress where ${held(lease)} returning state`);
  return row?.state === "running" ? "awaits" : "done";
}

/** Lets go of an act that is not done, so that any worker may take it: at once, or a little later after a fault. */
export async function releaseLetterAct(db: Executor, lease: LetterActLease, error: string | null): Promise<void> {
  await db.execute(sql`
    update event.letter_act set lease_until = null, error = left(${error}::text, 500),
           next_at = clock_timestamp() + case when ${error}::text is null then interval '0' else ${LATER} end
     where ${held(lease)}`);
}

/** Gives an act up that cannot be done: its queue is gone. */
export async function failLetterAct(db: Executor, lease: LetterActLease, error: string): Promise<void> {
  await db.execute(sql`
    update event.letter_act set lease_until = null, error = ${error}, state = 'failed', finished_at = clock_timestamp() where ${held(lease)}`);
}
