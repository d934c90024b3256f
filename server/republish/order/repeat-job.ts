import { sql } from "drizzle-orm";
import type { Db } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import type { Actor } from "../../staff/actor.ts";
import type { Recorded } from "../../staff/recorded.ts";
import { requireFreshProof } from "../../staff/require-fresh-proof.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { findJob } from "../outcome/find-job.ts";
import { createJob } from "./create-job.ts";

/**
 * Orders what failed in a job, what is unknown, and what was held back behind it, once more: a new job with the same target,
 * layer, rate and order.
 *
 * @throws DomainError "conflict" when there is nothing to repeat; otherwise as createJob.
 */
export async function retryJob(
  db: Db,
  actor: Actor,
  { jobId, idempotencyKey, reason }: { jobId: string; idempotencyKey: string; reason: string },
): Promise<Recorded<{ jobId: string }>> {
  requirePermission(actor, "republish:send");
  requireFreshProof(actor);
  const { layer, target, rate, order } = await findJob(db, jobId);
  const [open] = await db.execute<{ n: number }>(sql`
    select count(*)::int as n from (select from republish.item i where i.job_id = ${jobId}::uuid
      and (i.state in ('failed', 'unknown') or i.skipped_because = 'held') limit 1) x`);
  if (open?.n === 0) {
    throw new DomainError("conflict", "Nothing of this job failed or is unknown: there is nothing to send again.", {
      field: "jobId",
    });
  }
  const selection = { ofJob: { jobId, states: ["failed" as const, "unknown" as const, "held" as const] } };
  return createJob(db, actor, { idempotencyKey, selection, layer, target, rate, order, reason });
}
