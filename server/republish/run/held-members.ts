import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import type { JobLease } from "./lease-job.ts";

/**
 * Members of whom a job with the order `hold` sends nothing more: one of their events failed, is given up as unknown, or was held
 * back behind such a one, in whichever turn of whichever worker. Nobody, with another order.
 */
export async function membersHeldBack(db: Executor, { jobId, order }: JobLease): Promise<string[]> {
  if (order !== "hold") return [];
  const rows = await db.execute<{ member_id: string }>(sql`
    select distinct i.member_id from republish.item i
     where i.job_id = ${jobId}::uuid and i.state in ('failed', 'unknown', 'skipped') and (i.state <> 'skipped' or i.skipped_because = 'held')`);
  return rows.map((row) => row.member_id);
}
