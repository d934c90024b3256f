import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import type { RepublishJob } from "../../vocabulary/republish-job.ts";
import { selectJobs } from "./select-jobs.ts";

/** Reads one job. @throws DomainError "not-found" for an unknown id. */
export async function findJob(db: Executor, jobId: string): Promise<RepublishJob> {
  const [job] = await selectJobs(db, sql`where j.id = ${jobId}::uuid`);
  if (job) return job;
  throw new DomainError("not-found", `There is no republish job ${jobId}. Find it in the list of jobs.`, {
    field: "jobId",
  });
}
