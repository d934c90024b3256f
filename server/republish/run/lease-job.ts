import { sql } from "drizzle-orm";
import type { Db, Executor } from "../../db.ts";
import type { LayerName } from "../../vocabulary/member-event.ts";
import type { RepublishOrder } from "../../vocabulary/republish-order.ts";

/** A killed worker's job goes on after this and the next look for jobs; its holder says several times in it that it lives. */
const LEASE = sql`interval '10 seconds'`;

/**
 * A worker that is stopped in the midst of a transaction has the job's row locked: the server ends the transaction before the
 * lease ends, or nobody could take the job over for as long as the worker sleeps. A limit of the whole transaction: one that waits
 * for the parameters of a statement does not count as idle.
 */
const ASLEEP = "8s";

/** A job whose topic refuses or is away is tried again after 1, 2, 4 ... s, up to this; others run meanwhile. */
const LONGEST_BACK_OFF_S = 10;

/** A job that is ours until the lease ends. Whoever takes it over raises the fence, and our writes are refused from then on. */
export type JobLease = {
  jobId: string;
  fence: string;
  layer: LayerName;
  target: string;
  order: RepublishOrder["order"];
};

/** Which jobs a runner takes: of one layer, large or small; everything when left out. */
export type RunnerKind = { layer: LayerName; isLarge: boolean };

const UNIQUE_VIOLATION = "23505";

/**
 * Takes the oldest job that is ready, that nobody holds, and whose layer is not stopped. What its last holder left as `sending`
 * waits again: whether it was sent, nobody knows, and handlers drop a second copy of one delivery.
 *
 * A large job is ready when no other large one runs to the same target in the same layer; the database enforces it.
 *
 * @returns null when there is none.
 */
export async function leaseJob(db: Db, kind?: RunnerKind): Promise<JobLease | null> {
  try {
    return await db.transaction(async (tx) => {
      const lease = await takeJob(tx, kind);
      if (lease !== null) {
        // Locked in the order in which the recorder locks what it confirms: else the two deadlock.
        await tx.execute(sql`
          with held as (
            select i.event_id from republish.item i
             where i.job_id = ${lease.jobId}::uuid and i.state = 'sending' order by i.event_id for update)
          update republish.item i set state = 'waiting'
           where i.job_id = ${lease.jobId}::uuid and i.event_id = any(array(select h.event_id from held h))`);
      }
      return lease;
    });
  } catch (error) {
    // Another worker began the other of two large jobs at this very moment.
    if (error instanceof Error && Reflect.get(error.cause ?? {}, "code") === UNIQUE_VIOLATION) return null;
    throw error;
  }
}

async function takeJob(tx: Executor, kind: RunnerKind | undefined): Promise<JobLease | null> {
  const [row] = await tx.execute<JobLease>(sql`
    update republish.job j
       set state = 'running', lease_until = clock_timestamp() + ${LEASE}, fence = j.fence + 1,
           started_at = coalesce(j.started_at, clock_timestamp())
     where j.id = (
       select o.id from republish.job o join event.layer_control c on c.layer = o.layer
        where o.state in ('waiting', 'running') and c.stopped_at is null and o.next_at <= clock_timestamp()
          and (o.lease_until is null or o.lease_until < clock_timestamp())
          and (o.start_at is null or o.start_at <= clock_timestamp())
          and (${kind?.isLarge ?? null}::boolean is null or o.is_large = ${kind?.isLarge ?? null}::boolean)
          and (${kind?.layer ?? null}::text is null or o.layer = case ${kind?.layer ?? null}::text when 'internal' then 1 else 2 end)
          and (o.state = 'running' or not o.is_large or not exists (
            select from republish.job r where r.is_large and r.state = 'running' and r.layer = o.layer and r.target = o.target))
        order by o.id limit 1 for update of o skip locked)
    returning j.id as "jobId", j.fence::text as fence, case j.layer when 1 then 'internal' else 'external' end as layer, j.target,
              j.send_order as "order"`);
  return row ?? null;
}

/** How a job stands for its holder: go on at this rate, or why not. */
export type Standing =
  | { kind: "held"; rate: number; firstLot: number | null }
  | { kind: "stopped" }
  | { kind: "not running" }
  | { kind: "lost" };

/**
 * Holds the job on: the lease begins anew, and the job's row is locked until the caller's transaction ends, so that nobody
 * takes the job over while the caller writes.
 *
 * @returns "lost" when somebody else has the job now; "not running" when staff paused or cancelled it; "stopped" when its
 *   layer's switch says so. But for "lost", what was sent may be written down.
 */
export async function renewLease(tx: Executor, { jobId, fence }: JobLease): Promise<Standing> {
  const [row] = await tx.execute<{ state: string; stopped: boolean; rate: number; first_lot: number | null }>(sql`
    update republish.job j set lease_until = clock_timestamp() + ${LEASE}
      from event.layer_control c
     where j.id = ${jobId}::uuid and j.fence = ${fence}::bigint and j.state not in ('done', 'failed') and c.layer = j.layer
    returning j.state, c.stopped_at is not null as stopped, least(j.rate, j.slowed_to) as rate,
              case when j.first_lot_passed_at is null then j.first_lot end as first_lot,
              set_config('transaction_timeout', ${ASLEEP}, true)`);
  if (!row) return { kind: "lost" };
  if (row.state !== "running") return { kind: "not running" };
  if (row.stopped) return { kind: "stopped" };
  return { kind: "held", rate: row.rate, firstLot: row.first_lot };
}

/**
 * Lets go of a job that is not done, so that the next step of any worker may take it at once, or after a pause. The lease of a
 * cancelled one ends: what is still in hand of it is settled.
 */
export async function releaseJob(
  db: Executor,
  { jobId, fence }: JobLease,
  { trouble }: { trouble: string | null },
): Promise<void> {
  await db.execute(sql`
    update republish.job j
       set lease_until = case when j.state = 'cancelled' then clock_timestamp() end, trouble = ${trouble},
           troubles = case when ${trouble}::text is null then 0 else least(j.troubles + 1, 20) end,
           next_at = clock_timestamp() + case when ${trouble}::text is null then interval '0'
             else least(power(2, least(j.troubles, 10)), ${LONGEST_BACK_OFF_S}) * interval '1 second' end
     where j.id = ${jobId}::uuid and j.fence = ${fence}::bigint`);
}

/** Ends the job if nothing of it is left to send. */
export async function finishJob(tx: Executor, { jobId, fence }: JobLease): Promise<boolean> {
  const ended = await tx.execute(sql`
    update republish.job j
       set state = 'done', finished_at = clock_timestamp(), lease_until = null, trouble = null, slowed_to = null, slowed_because = null
     where j.id = ${jobId}::uuid and j.fence = ${fence}::bigint and j.state = 'running'
       and not exists (select from republish.item i where i.job_id = j.id and i.state in ('waiting', 'sending'))
    returning j.id`);
  return ended.length > 0;
}

/**
 * Pauses a job whose first lot is out: staff look at it before the rest goes.
 *
 * @returns false while some of it is in hand.
 */
export async function pauseAfterFirstLot(tx: Executor, { jobId, fence }: JobLease): Promise<boolean> {
  const paused = await tx.execute(sql`
    update republish.job j set state = 'paused', paused_because = 'first lot'
     where j.id = ${jobId}::uuid and j.fence = ${fence}::bigint and j.state = 'running'
       and not exists (select from republish.item i where i.job_id = j.id and i.state = 'sending')
    returning j.id`);
  return paused.length > 0;
}

/**
 * What a killed worker left in hand of a job that was cancelled: nobody sends it again, and nobody knows whether it was sent.
 * A cancelled job has a lease until it is settled, however long no worker looked.
 */
export async function settleCancelled(db: Executor): Promise<void> {
  await db.execute(sql`
    with over as (
      select j.id from republish.job j
       where j.state = 'cancelled' and j.lease_until < clock_timestamp() order by j.id for update skip locked),
    held as (
      select i.job_id, i.event_id from over o join republish.item i on i.job_id = o.id
       where i.state = 'sending' order by i.job_id, i.event_id for update of i),
    unknown as (
      update republish.item i set state = 'unknown', error = 'The worker ended while it sent this, and the job was cancelled.'
        from held h where i.job_id = h.job_id and i.event_id = h.event_id)
    update republish.job j set lease_until = null from over o where j.id = o.id`);
}
