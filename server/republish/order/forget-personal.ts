import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { recordableConditions } from "../../event-storage/search/recordable-conditions.ts";
import { jsonb } from "../../sql-values.ts";
import type { Condition } from "../../vocabulary/conditions.ts";

/**
 * Keeps the conditions of a job as an access record keeps them, without clear personal values: call it once, when nobody will
 * write its set down with them any more, in a transaction that holds the job's row.
 */
export async function forgetPersonal(tx: Executor, jobId: string): Promise<void> {
  const [job] = await tx.execute<{ conditions: Condition[] }>(sql`
    select j.selection -> 'conditions' as conditions from republish.job j where j.id = ${jobId}::uuid and j.selection ? 'conditions'`);
  if (!job) return;
  const conditions = await recordableConditions(tx, job.conditions);
  await tx.execute(sql`
    update republish.job set selection = selection || jsonb_build_object('conditions', ${jsonb(conditions)})
     where id = ${jobId}::uuid`);
}
