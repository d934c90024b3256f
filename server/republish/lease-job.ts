import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import type { LayerName } from "../vocabulary/member-event.ts";

/** A killed worker's job goes on after this; longer than one batch takes with SNS at its slowest. */
const LEASE = sql`interval '15 seconds'`;

/** A job that is ours until the lease ends. Whoever takes it over raises the fence, and our writes are refused from then on. */
export type JobLease = { jobId: string; fence: string; layer: LayerName; target: string };

/**
 * Takes the oldest open job that nobody holds and whose layer is not stopped.
 *
 * @returns null when there is none.
 */
export async function leaseJob(db: Executor): Promise<JobLease | null> {
  const [row] = await db.execute<JobLease>(sql`
    update republish.job j
       set state = 'running', lease_until = clock_timestamp() + ${LEASE}, fence = j.fence + 1
     where j.id = (
       select o.id from republish.job o join event.layer_control c on c.layer = o.layer
        where o.state in ('waiting', 'running') and c.stopped_at is null
          and (o.lease_until is null or o.lease_until < clock_timestamp())
        order by o.id limit 1 for update of o skip locked)
    returning j.id as "jobId", j.fence::text as fence, case j.layer when 1 then 'internal' else 'external' end as layer, j.target`);
  return row ?? null;
}

/**
 * Holds the job on: the lease begins anew, and the job's row is locked until the caller's transaction ends, so that nobody
 * takes the job over while the caller writes.
 *
 * @returns "lost" when somebody else has the job now; "stopped" when its layer's switch says so.
 */
export async function renewLease(tx: Executor, { jobId, fence }: JobLease): Promise<"held" | "stopped" | "lost"> {
  const [row] = await tx.execute<{ is_stopped: boolean }>(sql`
    update republish.job j set lease_until = clock_timestamp() + ${LEASE}
      from event.layer_control c
     where j.id = ${jobId}::uuid and j.fence = ${fence}::bigint and j.state = 'running' and c.layer = j.layer
    returning c.stopped_at is not null as is_stopped`);
  if (!row) return "lost";
  return row.is_stopped ? "stopped" : "held";
}

/** Lets go of a job that is not done, so that the next step of any worker may take it at once. */
export async function releaseJob(db: Executor, { jobId, fence }: JobLease): Promise<void> {
  await db.execute(sql`
    update republish.job set lease_until = null where id = ${jobId}::uuid and fence = ${fence}::bigint and state = 'running'`);
}

/** Ends the job if nothing of it is left to send. */
export async function finishJob(tx: Executor, { jobId, fence }: JobLease): Promise<boolean> {
  const ended = await tx.execute(sql`
    update republish.job j set state = 'done', finished_at = clock_timestamp(), lease_until = null
     where j.id = ${jobId}::uuid and j.fence = ${fence}::bigint and j.state = 'running'
       and not exists (select from republish.item i where i.job_id = j.id and i.state in ('waiting', 'sending'))
    returning j.id`);
  return ended.length > 0;
}
