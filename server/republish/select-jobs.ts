import { type SQL, sql } from "drizzle-orm";
import { isoTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import type { ItemState, RepublishJob } from "../vocabulary/republish-order.ts";

/** A job without what only its own page shows. */
export type JobSummary = Omit<RepublishJob, "items" | "handled" | "asOf">;

type Row = Omit<JobSummary, "counts"> & { counts: Partial<Record<ItemState, number>> };

const noItems: Record<ItemState, number> = { waiting: 0, sending: 0, sent: 0, confirmed: 0, failed: 0, unknown: 0 };

/**
 * Reads jobs with their items counted by state, newest first.
 *
 * @param which a condition on `j`, the job, with its limit.
 */
export async function selectJobs(db: Executor, which: SQL): Promise<JobSummary[]> {
  const rows = await db.execute<Row>(sql`
    select j.id, case j.layer when 1 then 'internal' else 'external' end as layer, j.target, j.reason, s.login as "requestedBy",
           ${isoTime(sql`j.requested_at`)} as "requestedAt", j.state, ${isoTime(sql`j.finished_at`)} as "finishedAt",
           (select coalesce(jsonb_object_agg(c.state, c.n), '{}')
              from (select i.state, count(*) as n from republish.item i where i.job_id = j.id group by i.state) c) as counts
      from (select * from republish.job j ${which}) j
      join staff.account s on s.id = j.requested_by
     order by j.id desc`);
  return rows.map((row) => ({ ...row, counts: { ...noItems, ...row.counts } }));
}
