import type { Db } from "../db.ts";
import { log } from "../log.ts";
import type { OutgoingMessage } from "../messaging/message.ts";
import type { PublishOutcome } from "../messaging/publish-outcome.ts";
import type { Topics } from "../messaging/topic-clients.ts";
import { claimItems } from "./claim-items.ts";
import { finishJob, type JobLease, leaseJob, releaseJob, renewLease } from "./lease-job.ts";
import { recordItems } from "./record-items.ts";

/** What one step did. */
export type RunJobsResult = {
  /** False when no job was open to this worker. */
  didWork: boolean;
  /** False when SNS did not answer: wait before the next step. */
  isReachable: boolean;
};

/** What came of one batch: go on, the job is done, or why its turn ends here. */
type BatchEnd = "more" | "done" | "stopped" | "lost" | "unreachable";

/**
 * Takes one republish job as far as it goes, batch by batch: claim, send, write down, each with the lease in hand.
 *
 * A worker killed anywhere loses nothing: its lease ends after 15 s, another goes on, and what it may have sent without
 * saying so, one batch at most, is sent once more. A worker that slept beyond its lease finds the fence raised and its
 * writes refused. The layer's stop switch is seen before each batch.
 *
 * @param signal ends the step after the batch in hand.
 */
export async function runJobs(
  db: Db,
  { topics, signal }: { topics: Pick<Topics, "publishBatch">; signal?: AbortSignal },
): Promise<RunJobsResult> {
  const lease = await leaseJob(db);
  if (lease === null) return { didWork: false, isReachable: true };
  let end: BatchEnd = "more";
  while (end === "more" && !signal?.aborted) end = await runBatch(db, lease, topics);
  if (end === "more" || end === "stopped" || end === "unreachable") await releaseJob(db, lease);
  if (end !== "more") log.info({ jobId: lease.jobId, end }, "republish job");
  return { didWork: true, isReachable: end !== "unreachable" };
}

async function runBatch(db: Db, lease: JobLease, topics: Pick<Topics, "publishBatch">): Promise<BatchEnd> {
  const claimed = await claim(db, lease);
  if (!Array.isArray(claimed)) return claimed;
  const outcomes = await topics.publishBatch(lease.layer, claimed);
  return settle(
    db,
    lease,
    claimed.map(({ eventId }, index) => ({ eventId, outcome: outcomes[index] ?? noOutcome })),
  );
}

const noOutcome: PublishOutcome = { kind: "unknown", text: "no outcome" };

function claim(db: Db, lease: JobLease): Promise<OutgoingMessage[] | BatchEnd> {
  return db.transaction(async (tx) => {
    const standing = await renewLease(tx, lease);
    if (standing !== "held") return standing;
    const messages = await claimItems(tx, lease);
    if (messages.length > 0) return messages;
    return (await finishJob(tx, lease)) ? "done" : "lost";
  });
}

function settle(
  db: Db,
  lease: JobLease,
  outcomes: readonly { eventId: string; outcome: PublishOutcome }[],
): Promise<BatchEnd> {
  return db.transaction(async (tx) => {
    // A stop counts from the next batch; what was sent is written down in any case.
    if ((await renewLease(tx, lease)) === "lost") return "lost";
    await recordItems(tx, lease.jobId, outcomes);
    if (await finishJob(tx, lease)) return "done";
    return outcomes.some(({ outcome: { kind } }) => kind === "unreachable" || kind === "unknown")
      ? "unreachable"
      : "more";
  });
}
