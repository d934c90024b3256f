import { sql } from "drizzle-orm";
import type { Db } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import type { Actor } from "../../staff/actor.ts";
import { actRecorded, type Recorded } from "../../staff/recorded.ts";
import { requireFreshProof } from "../../staff/require-fresh-proof.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { findJob } from "../outcome/find-job.ts";

/** There is nothing to say of it but that it is done. */
type Done = Record<string, never>;

/** Whoever is asked must look at what is ordered now, not at last week's. */
const ASKED_FOR = sql`interval '24 hours'`;

/**
 * A second person agrees to a large job, which then takes its turn. Not the person who ordered it.
 *
 * @param rate events a second, as whoever approves was shown them.
 * @throws DomainError "unproved"; "forbidden" for the person who ordered it; "conflict" for a job that waits for no approval, has
 *   waited for more than 24 hours, or has another rate by now.
 */
export async function approveJob(
  db: Db,
  actor: Actor,
  { jobId, rate }: { jobId: string; rate?: number | undefined },
): Promise<Recorded<Done>> {
  requirePermission(actor, "republish:send");
  requireFreshProof(actor);
  const job = await findJob(db, jobId);
  if (job.requestedById === actor.accountId) {
    throw new DomainError(
      "forbidden",
      "You ordered this job, so another admin must approve it. Ask one, or use break-glass with a reason if it cannot wait.",
      { field: "jobId" },
    );
  }
  return letRun(db, actor, { jobId, rate, kind: "second person", reason: null });
}

/**
 * Lets a large job run without a second person, because it cannot wait: marked everywhere, and on the list for another admin to
 * review.
 *
 * @throws DomainError "unproved"; "conflict" for a job that waits for no approval.
 */
export async function breakGlass(
  db: Db,
  actor: Actor,
  { jobId, reason }: { jobId: string; reason: string },
): Promise<Recorded<Done>> {
  requirePermission(actor, "republish:send");
  requireFreshProof(actor);
  await findJob(db, jobId);
  return letRun(db, actor, { jobId, kind: "break-glass", reason });
}

type Agreement = {
  jobId: string;
  rate?: number | undefined;
  kind: "second person" | "break-glass";
  reason: string | null;
};

async function letRun(db: Db, actor: Actor, { jobId, rate, kind, reason }: Agreement): Promise<Recorded<Done>> {
  return actRecorded(db, actor, async (tx) => {
    const [changed] = await tx.execute<{ rate: number }>(sql`
      update republish.job set state = 'waiting', next_at = clock_timestamp()
       where id = ${jobId}::uuid and state = 'approval' and frozen_at > clock_timestamp() - ${ASKED_FOR} returning rate`);
    if (changed && rate !== undefined && changed.rate !== rate) {
      throw new DomainError(
        "conflict",
        `This job sends ${changed.rate} events a second by now, not ${rate}. Look at it again, and approve it as it is.`,
        { field: "rate" },
      );
    }
    if (!changed) {
      throw new DomainError(
        "conflict",
        "This job waits for no approval, or has waited for more than 24 hours. Look at it again; after 24 hours it must be ordered anew.",
        { field: "jobId" },
      );
    }
    await tx.execute(sql`
      insert into republish.approval (job_id, approved_by, kind, reason) values (${jobId}::uuid, ${actor.accountId}::uuid, ${kind}, ${reason})`);
    const access = { act: "republish.approve", memberIds: [], what: { jobId, kind }, answer: {} };
    return reason === null ? access : { ...access, reason };
  });
}
