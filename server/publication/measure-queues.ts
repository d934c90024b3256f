import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { faultText } from "../messaging/fault-text.ts";
import { deadLetterQueueOf, isNoQueue, type QueueCounts, type Queues } from "../messaging/queues.ts";
import { EXTERNAL_PUBLISHER } from "../subscribers/built-in-subscribers.ts";
import { selectSubscribers } from "../subscribers/select-subscribers.ts";
import type { OutagePart } from "../vocabulary/outage.ts";

/** A queue that has not answered by then does not answer: outages are to be named within ten seconds. */
const LIMIT_MS = 2000;

/** A queue that gives nothing out for so long is named: three looks. */
const DEAF_AFTER_S = 4.5;

/** What was seen longer ago than this says nothing of now: no worker has looked meanwhile. */
const LAST_LOOK_S = 15;

/** What one look at all queues found. */
export type QueueLook = {
  /** Parts that did not answer, with their words, and queues that give nothing out. */
  faults: ReadonlyMap<OutagePart, string>;
  /** Parts that answered. */
  answered: readonly OutagePart[];
};

type Measure = { queueName: string; own: QueueCounts; dead: QueueCounts };

/**
 * Asks SQS how full the queues of everybody in the registry are, and writes it down. One that is not made yet is nobody's
 * fault: its subscriber has just been registered. What is dead no more is forgotten as failing.
 *
 * A queue may say how full it is and still give nothing out. One that we read ourselves is at fault when messages wait in it
 * look after look, none is in hand and none has been handled: but for the external publisher's while its layer is stopped or
 * its topic away, as it leaves them there on purpose.
 *
 * @param own the queues that workers read.
 * @returns who answered: SQS as a whole when no queue did, else each by itself.
 */
export async function measureQueues(
  db: Executor,
  queues: Pick<Queues, "counts">,
  own: readonly string[],
): Promise<QueueLook> {
  const names = (await selectSubscribers(db)).map(({ queueName }) => queueName);
  const asked = await Promise.all(names.map((name) => ask(queues, name)));
  const measures = asked.flatMap((one) => ("measure" in one ? one.measure : []));
  const deaf = measures.length > 0 ? await write(db, measures, own) : [];
  const failed = [...asked.flatMap((one) => ("error" in one ? one : [])), ...deaf];
  const faulty = new Set(failed.map(({ queueName }) => queueName));
  const well = measures.filter(({ queueName }) => !faulty.has(queueName));
  const answered: OutagePart[] = well.map(({ queueName }) => `queue:${queueName}` as const);
  if (failed.length > 0 && measures.length === 0) {
    return { faults: new Map([["sqs", failed[0]?.error ?? ""]]), answered: [] };
  }
  const faults = new Map(failed.map(({ queueName, error }) => [`queue:${queueName}` as const, error]));
  return { faults, answered: [...answered, "sqs"] };
}

async function ask(
  queues: Pick<Queues, "counts">,
  queueName: string,
): Promise<{ measure: Measure } | { missing: string } | { queueName: string; error: string }> {
  const signal = AbortSignal.timeout(LIMIT_MS);
  try {
    const [own, dead] = await Promise.all([
      queues.counts(queueName, signal),
      queues.counts(deadLetterQueueOf(queueName), signal),
    ]);
    return { measure: { queueName, own, dead } };
  } catch (error) {
    if (isNoQueue(error)) return { missing: queueName };
    const text = signal.aborted ? `no answer within ${LIMIT_MS / 1000} s` : faultText(error);
    return { queueName, error: text };
  }
}

/** Gives the queues that give nothing out. */
async function write(
  db: Executor,
  measures: readonly Measure[],
  own: readonly string[],
): Promise<{ queueName: string; error: string }[]> {
  const read = new Set(own);
  const rows = measures.map(({ queueName, own: counts, dead }) => ({
    queue_name: queueName,
    waiting: counts.waiting,
    in_flight: counts.inFlight,
    // A killed redrive leaves letters invisible for a while: they are dead all the same.
    dead_letters: dead.waiting + dead.inFlight,
    is_own: read.has(queueName),
  }));
  const written = await db.execute<{ queue_name: string; waiting: number; still_s: number }>(sql`
    with measured as (
      select m.*, (select coalesce(sum(h.handled + h.failed), 0) from event.handled_minute h where h.queue_name = m.queue_name) as handled
        from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
          as m(queue_name text, waiting int, in_flight int, dead_letters int, is_own boolean)),
    -- What failed and comes again later is in flight, but in nobody's hand.
    later as (select queue_name, count(*) as n from event.failing_message where next_at > clock_timestamp() group by queue_name),
    still as (
      select m.queue_name from measured m left join later l on l.queue_name = m.queue_name
       where m.is_own and m.waiting > 0 and m.in_flight <= coalesce(l.n, 0)
         and not exists (select from event.subscriber s
                          where s.id = ${EXTERNAL_PUBLISHER} and s.queue_name = m.queue_name and event.is_left_to_sender(2::smallint))),
    forgotten as (
      delete from event.failing_message f using measured m
       where f.queue_name = m.queue_name and m.dead_letters = 0 and f.next_at is null
         and f.last_failed_at < clock_timestamp() - interval '1 minute'),
    written as (
      insert into event.queue_measure as q (queue_name, waiting, in_flight, dead_letters, filled_since, handled, still_since)
      select queue_name, waiting, in_flight, dead_letters, case when waiting + in_flight > 0 then clock_timestamp() end, handled,
             case when queue_name in (select queue_name from still) then clock_timestamp() end
        from measured order by queue_name
      on conflict (queue_name) do update
         set measured_at = clock_timestamp(), waiting = excluded.waiting, in_flight = excluded.in_flight,
             dead_letters = excluded.dead_letters,
             filled_since = case when excluded.waiting + excluded.in_flight > 0 then coalesce(q.filled_since, clock_timestamp()) end,
             handled = excluded.handled,
             still_since = case when excluded.handled <= q.handled and q.measured_at > clock_timestamp() - ${LAST_LOOK_S} * interval '1 second'
                                 and excluded.still_since is not null
                                then coalesce(q.still_since, excluded.still_since) else excluded.still_since end
      returning queue_name, waiting, extract(epoch from clock_timestamp() - still_since)::float8 as still_s)
    select * from written where still_s >= ${DEAF_AFTER_S} order by queue_name`);
  return written.map(({ queue_name: queueName, waiting, still_s }) => ({
    queueName,
    error: `gives no message out: ${waiting} wait, and none was received for ${Math.floor(still_s)} s`,
  }));
}
