import { sql } from "drizzle-orm";
import { databaseTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import type { Actor } from "../staff/actor.ts";
import { requirePermission } from "../staff/require-permission.ts";
import type { RepublishJob } from "../vocabulary/republish-order.ts";
import { selectJobs } from "./select-jobs.ts";

const NEWEST = 20;

/**
 * The newest 20 jobs, without their items: no member is named, so nothing is recorded.
 *
 * @throws DomainError "forbidden" when the actor may not see republishing.
 */
export async function recentJobs(db: Executor, actor: Actor): Promise<RepublishJob[]> {
  requirePermission(actor, "republish:see");
  const [jobs, asOf] = [await selectJobs(db, sql`order by j.id desc limit ${NEWEST}`), await databaseTime(db)];
  return jobs.map((job) => ({ ...job, items: [], handled: [], asOf }));
}
