import { sql } from "drizzle-orm";
import { databaseTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { textArray } from "../../sql-values.ts";
import type { Actor } from "../../staff/actor.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { openStates, type RepublishJob } from "../../vocabulary/republish-job.ts";
import { selectJobs } from "./select-jobs.ts";

const PAGE = 20;

/**
 * Jobs, newest first, 20 a page; without their items: no member is named, so nothing is recorded.
 *
 * @param which all, or those alone that may still send.
 * @param cursor a job's id, to continue below.
 * @throws DomainError "forbidden" when the actor may not see republishing.
 */
export async function listJobs(
  db: Executor,
  actor: Actor,
  { which = "all", cursor }: { which?: "all" | "open" | undefined; cursor?: string | undefined } = {},
): Promise<{ jobs: RepublishJob[]; nextCursor: string | null; asOf: string }> {
  requirePermission(actor, "republish:see");
  const jobs = await selectJobs(
    db,
    sql`where (${which}::text = 'all' or j.state = any(${textArray(openStates)})) and (${cursor ?? null}::uuid is null or j.id < ${cursor ?? null}::uuid)
        order by j.id desc limit ${PAGE + 1}`,
  );
  const page = jobs.slice(0, PAGE);
  return {
    jobs: page,
    nextCursor: jobs.length > PAGE ? (page.at(-1)?.id ?? null) : null,
    asOf: await databaseTime(db),
  };
}
