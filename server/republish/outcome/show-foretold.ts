import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { ForetoldPlan } from "../../vocabulary/republish-plan.ts";
import { findJob } from "./find-job.ts";

/**
 * What the plan of a job foretold when it was ordered: numbers, receivers and warnings, no members. Null for a job that was
 * ordered without a plan, as single events are.
 *
 * @throws DomainError "not-found" for an unknown job, "forbidden" when the actor may not see republishing.
 */
export async function showForetold(
  db: Executor,
  actor: Actor,
  { jobId }: { jobId: string },
): Promise<{ foretold: ForetoldPlan | null }> {
  requirePermission(actor, "republish:see");
  await findJob(db, jobId);
  const [row] = await db.execute<{ foretold: ForetoldPlan | null }>(
    sql`select j.foretold from republish.job j where j.id = ${jobId}::uuid`,
  );
  return { foretold: row?.foretold ?? null };
}
