import type { sendOrders } from "./choices/send-choices.ts";
import type { LayerName, MemberEvent } from "./member-event.ts";
import type { SelectionSummary } from "./republish-selection.ts";

/**
 * Where a job stands: `freezing` its set is being written down; `approval` it waits for a second person; `waiting` it is ready and
 * waits for its time, its turn or for SNS; `paused` by staff or after its first lot; `failed` it could not be frozen as planned.
 */
export const jobStates = [
  "freezing",
  "approval",
  "waiting",
  "running",
  "paused",
  "done",
  "cancelled",
  "failed",
] as const;
export type JobState = (typeof jobStates)[number];

/** States in which a job may still send. */
export const openStates: readonly JobState[] = ["freezing", "approval", "waiting", "running", "paused"];

/**
 * What became of an item. `sent`: SNS has it; `confirmed`: it went through SNS, seen by the recorder; `skipped`: it is not for
 * sending; `unknown`: the answer of SNS was lost, it may have been sent. Every item is in exactly one.
 */
export const itemStates = ["waiting", "sending", "sent", "confirmed", "skipped", "failed", "unknown"] as const;
export type ItemState = (typeof itemStates)[number];

/**
 * Why an item is not sent: imported from an old record; internal, and the job is external; no longer stored; held back because
 * an earlier event of its member failed; or its member was erased.
 */
export const skipReasons = ["imported", "not external", "gone", "held", "erased"] as const;
export type SkipReason = (typeof skipReasons)[number];

/** Why a job is slower than its rate. */
export const slowReasons = ["live lag", "queue", "dead letters"] as const;
export type SlowReason = (typeof slowReasons)[number];

/** Who or what paused a job. */
export const pauseReasons = ["staff", "first lot"] as const;

/** A job with its outcome counted by state; times are ISO 8601. */
export type RepublishJob = {
  id: string;
  layer: LayerName;
  target: string;
  reason: string;
  ticket: string | null;
  requestedBy: string;
  requestedById: string;
  requestedAt: string;
  state: JobState;
  pausedBecause: (typeof pauseReasons)[number] | null;
  /** What keeps it from going on, in SNS's or our own words. */
  trouble: string | null;
  asOf: string;
  /** The set's size: as planned, and as far as it is written down. Null: it was too slow to count, and is exact at the freeze. */
  planned: number | null;
  frozen: number;
  isFrozen: boolean;
  /** Of the selection, committed after the job's bound although their time lies before: outside of the job. */
  lateEvents: number;
  rate: number;
  slowedTo: number | null;
  slowedBecause: SlowReason | null;
  order: (typeof sendOrders)[number];
  firstLot: number | null;
  /** Subscribers that its target stands for. */
  receivers: number;
  startAt: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  /** Large jobs with the same layer and target that run before this one; null when it does not wait for its turn. */
  place: number | null;
  /** The job whose events, or whose faults, this one repeats. */
  repeats: string | null;
  approval: Approval | null;
  counts: Record<ItemState, number>;
};

/** How a large job was let run. */
export const approvalKinds = ["second person", "break-glass"] as const;

/** Who let a job run, and how. */
export type Approval = {
  by: string;
  at: string;
  kind: (typeof approvalKinds)[number];
  reason: string | null;
  reviewedBy: string | null;
};

/** A job as its page shows it. */
export type RepublishJobView = {
  job: RepublishJob;
  selection: SelectionSummary;
  /** Errors of its items, grouped by their text, most frequent first; of the first 10,000 that failed. */
  errors: { text: string; count: number }[];
  asOf: string;
};

/** Confirmations and handlers come shortly after a job is done; it is followed for so long after. */
const AFTERGLOW_MS = 60_000;

/** Whether nothing of a job will change any more. */
export function isSettled({ job, asOf }: RepublishJobView): boolean {
  if (openStates.includes(job.state)) return false;
  return job.finishedAt === null || Date.parse(asOf) - Date.parse(job.finishedAt) > AFTERGLOW_MS;
}

/** A job that ran without a second person and waits for somebody else to look at it. */
export type UnreviewedJob = {
  approvalId: string;
  jobId: string;
  by: string;
  isMine: boolean;
  at: string;
  reason: string;
};

/** From how many deliveries a day a second person must agree, and what is proposed instead. */
export type ApprovalLimit = {
  deliveries: number;
  proposal: { id: string; deliveries: number; reason: string; by: string; isMine: boolean; at: string } | null;
};

/** What handlers did with a job's messages: our own policies, and outside systems that report it. */
export type HandledCount = { handler: string; outcome: string; count: number };

/** One page of a job's items, in the order of events. */
export type RepublishItemPage = { items: RepublishItem[]; nextCursor: string | null };

/** What became of one item of a job; times are ISO 8601. */
export type ItemOutcome = {
  eventId: string;
  memberId: string;
  state: ItemState;
  attempts: number;
  snsMessageId: string | null;
  sentAt: string | null;
  confirmedAt: string | null;
  error: string | null;
  skippedBecause: SkipReason | null;
};

/** One item of a job as it is listed. */
export type RepublishItem = ItemOutcome & {
  /** Whom the message reaches by the filter policies that are registered now; the recorder is not among them. */
  reaches: string[];
  handled: { handler: string; outcome: string; at: string }[];
  /** Null for an event that is no longer stored. */
  event: MemberEvent | null;
};
