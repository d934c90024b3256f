import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { deadLetterQueueOf, type Queues } from "../../messaging/queues.ts";
import { RECORDER } from "../../subscribers/built-in-subscribers.ts";
import { selectSubscribers } from "../../subscribers/select-subscribers.ts";
import { ALL } from "../../vocabulary/choices/send-choices.ts";
import type { LayerName } from "../../vocabulary/member-event.ts";
import type { SlowReason } from "../../vocabulary/republish-job.ts";

/** Live events that wait longer than this, one in ten of the youngest, are late. */
const LATE_MS = 5000;
/** Fewer waiting events than this say nothing. */
const ENOUGH = 10;
/** A receiver's queue may hold so many seconds of a job's messages, and at least so many messages. */
const QUEUE_S = 30;
const QUEUE_LEAST = 1000;
/** Dead letters that a receiver may gain while a job runs. */
const DEAD_LETTERS = 10;

/** What a watcher of jobs remembers between its looks: dead letters at its first look at a job. */
export type SlowDownMemory = Map<string, number>;

type Running = { id: string; layer: LayerName; target: string; rate: number; slowed_to: number | null };

/**
 * Makes running jobs give way: halves the rate of one whose layer's live events are recorded late, or whose receiver's queue or
 * dead letters rise; lets it grow again, by a quarter at a time, once that is over. Live traffic comes first.
 *
 * @param queues what cannot be asked is passed over: an outside system's queue may be in an account of its own.
 */
export async function slowDownJobs(
  db: Executor,
  { queues, memory }: { queues: Pick<Queues, "counts">; memory: SlowDownMemory },
): Promise<void> {
  const jobs = await db.execute<Running>(sql`
    select j.id, case j.layer when 1 then 'internal' else 'external' end as layer, j.target, j.rate, j.slowed_to
      from republish.job j where j.state = 'running' and j.lease_until > clock_timestamp() order by j.id limit 100`);
  for (const id of memory.keys()) if (!jobs.some((job) => job.id === id)) memory.delete(id);
  for (const job of jobs) {
    const reason = (await isLiveLate(db, job.layer))
      ? "live lag"
      : await troubleOfReceivers(db, { queues, memory }, job);
    await setRate(db, job, reason);
  }
}

async function setRate(db: Executor, { id, rate, slowed_to: slowedTo }: Running, reason: SlowReason | null) {
  if (reason === null && slowedTo === null) return;
  const now = Math.min(rate, slowedTo ?? rate);
  const next = reason === null ? Math.ceil(now * 1.25) : Math.max(1, Math.floor(now / 2));
  const isFree = next >= rate;
  await db.execute(sql`
    update republish.job j
       set slowed_to = ${isFree ? null : next}::int, slowed_because = case when ${isFree} then null else coalesce(${reason}::text, j.slowed_because) end
     where j.id = ${id}::uuid and j.state = 'running'`);
}

/** Of the youngest waiting events: what has waited for hours is another trouble, which no job makes worse. */
async function isLiveLate(db: Executor, layer: LayerName): Promise<boolean> {
  const [row] = await db.execute<{ n: number; late_ms: number | null }>(sql`
    select count(*)::int as n, percentile_disc(0.9) within group (order by w.ms)::float8 as late_ms
      from (select extract(epoch from clock_timestamp() - p.stored_at) * 1000 as ms from event.pending p
             where p.layer = ${layer === "internal" ? 1 : 2} and p.parked_at is null and p.stored_at > clock_timestamp() - interval '5 minutes'
             order by p.event_id desc limit 500) w`);
  return row !== undefined && row.n >= ENOUGH && (row.late_ms ?? 0) > LATE_MS;
}

async function troubleOfReceivers(
  db: Executor,
  { queues, memory }: { queues: Pick<Queues, "counts">; memory: SlowDownMemory },
  { id, layer, target, rate }: Running,
): Promise<SlowReason | null> {
  const receivers = (await selectSubscribers(db, layer)).filter(
    (one) => one.id !== RECORDER && (target === ALL || one.id === target),
  );
  const counts = await Promise.all(receivers.map(({ queueName }) => waitingIn(queues, queueName)));
  if (counts.some((waiting) => waiting > Math.max(QUEUE_LEAST, QUEUE_S * rate))) return "queue";
  const dead = await Promise.all(receivers.map(({ queueName }) => waitingIn(queues, deadLetterQueueOf(queueName))));
  const total = dead.reduce((sum, count) => sum + count, 0);
  const before = memory.get(id);
  if (before === undefined) memory.set(id, total);
  return before !== undefined && total - before > DEAD_LETTERS ? "dead letters" : null;
}

async function waitingIn(queues: Pick<Queues, "counts">, queueName: string): Promise<number> {
  return queues.counts(queueName).then(
    ({ waiting }) => waiting,
    () => 0,
  );
}
