import { sql } from "drizzle-orm";
import { isoTime } from "../../database-time.ts";
import type { Db, Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import type { Actor } from "../../staff/actor.ts";
import { actRecorded, type Recorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { UnreviewedJob } from "../../vocabulary/republish-job.ts";

/** Jobs that ran without a second person and that nobody else has looked at since, oldest first, at most 100. */
export async function listUnreviewed(db: Executor, actor: Actor): Promise<{ unreviewed: UnreviewedJob[] }> {
  requirePermission(actor, "republish:see");
  const rows = await db.execute<UnreviewedJob>(sql`
    select a.id as "approvalId", a.job_id as "jobId", s.login as by, a.approved_by = ${actor.accountId}::uuid as "isMine",
           ${isoTime(sql`a.approved_at`)} as at, a.reason
      from republish.approval a join staff.account s on s.id = a.approved_by
     where a.kind = 'break-glass' and a.reviewed_at is null and a.voided_at is null order by a.id limit 100`);
  return { unreviewed: [...rows] };
}

/**
 * Says that somebody else looked at a job that ran without a second person.
 *
 * @throws DomainError "forbidden" for the person who broke the glass, "conflict" when it was reviewed before.
 */
export async function reviewApproval(
  db: Db,
  actor: Actor,
  { approvalId, note }: { approvalId: string; note: string },
): Promise<Recorded<Record<string, never>>> {
  requirePermission(actor, "republish:send");
  return actRecorded(db, actor, async (tx) => {
    const [found] = await tx.execute<{ job_id: string; approved_by: string }>(sql`
      select a.job_id, a.approved_by from republish.approval a
       where a.id = ${approvalId}::uuid and a.kind = 'break-glass' and a.reviewed_at is null for update`);
    if (!found) {
      throw new DomainError("conflict", "This job waits for no review. Reload the list.", { field: "approvalId" });
    }
    if (found.approved_by === actor.accountId) {
      throw new DomainError("forbidden", "You let this job run, so another admin must review it. Ask one.", {
        field: "approvalId",
      });
    }
    await tx.execute(sql`
      update republish.approval set reviewed_by = ${actor.accountId}::uuid, reviewed_at = clock_timestamp(), review_note = ${note}
       where id = ${approvalId}::uuid`);
    return { act: "republish.review", memberIds: [], what: { jobId: found.job_id }, reason: note, answer: {} };
  });
}
