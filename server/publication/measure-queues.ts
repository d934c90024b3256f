import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { deadLetterQueueOf, isNoQueue, type QueueCounts, type Queues } from "../messaging/queues.ts";
import { selectSubscribers } from "../subscribers/select-subscribers.ts";
import type { OutagePart } from "../vocabulary/outage.ts";

/** A queue that has not answered by then does not answer: outages are to be named within ten seconds. */
const LIMIT_MS = 2000;

/** What one look at all queues found. */
export type QueueLook = {
  /** Parts that did not answer, with their words. */
  faults: ReadonlyMap<OutagePart, string>;
  /** Parts that answered. */
  answered: readonly OutagePart[];
};

type Measure = { queueName: string; own: QueueCounts; dead: QueueCounts };

/**
 * Asks SQS how full the queues of everybody in the registry are, and writes it down. One that is not made yet is nobody's
 * fault: its subscriber has just been registered. What is dead no more is forgotten as failing.
 *
 * @returns who answered: SQS as a whole when no queue did, else each by itself.
 */
export async function measureQueues(db: Executor, queues: Pick<Queues, "counts">): Promise<QueueLook> {
  const names = (await selectSubscribers(db)).map(({ queueName }) => queueName);
  const asked = await Promise.all(names.map((name) => ask(queues, name)));
  const measures = asked.flatMap((one) => ("measure" in one ? one.measure : []));
  if (measures.length > 0) await write(db, measures);
  const failed = asked.flatMap((one) => ("error" in one ? one : []));
  const answered: OutagePart[] = measures.map(({ queueName }) => `queue:${queueName}` as const);
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
    const text = signal.aborted ? `no answer within ${LIMIT_MS / 1000} s` : String(error);
    return { queueName, error: text };
  }
}

async function write(db: Executor, measures: readonly Measure[]): Promise<void> {
  const rows = measures.map(({ queueName, own, dead }) => ({
    queue_name: queueName,
    waiting: own.waiting,
    in_flight: own.inFlight,
    // A killed redrive leaves letters invisible for a while: they are dead all the same.
    dead_letters: dead.waiting + dead.inFlight,
  }));
  await db.execute(sql`
    with measured as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
        as m(queue_name text, waiting int, in_flight int, dead_letters int)),
    forgotten as (
      delete from event.failing_message f using measured m
       where f.queue_name = m.queue_name and m.dead_letters = 0 and f.next_at is null
         and f.last_failed_at < clock_timestamp() - interval '1 minute')
    insert into event.queue_measure as q (queue_name, waiting, in_flight, dead_letters, filled_since)
    select queue_name, waiting, in_flight, dead_letters, case when waiting + in_flight > 0 then clock_timestamp() end
      from measured order by queue_name
    on conflict (queue_name) do update
       set measured_at = clock_timestamp(), waiting = excluded.waiting, in_flight = excluded.in_flight,
           dead_letters = excluded.dead_letters,
           filled_since = case when excluded.waiting + excluded.in_flight > 0 then coalesce(q.filled_since, clock_timestamp()) end`);
}
