import { setTimeout as wait } from "node:timers/promises";
import type { Db, Executor } from "../../db.ts";
import { log } from "../../log.ts";
import type { Topics } from "../../messaging/topic-clients.ts";
import { type ClaimedItem, claimItems, countBegun } from "./claim-items.ts";
import {
  finishJob,
  type JobLease,
  leaseJob,
  pauseAfterFirstLot,
  type RunnerKind,
  releaseJob,
  renewLease,
} from "./lease-job.ts";
import { type ItemOutcome, recordItems } from "./record-items.ts";
import { lotSender } from "./send-lot.ts";
import { takeTurn } from "./take-turn.ts";

/** What is claimed at once at most; two lots are in hand, so that SNS does not wait for the database: 100 copies a kill. */
const LARGEST_LOT = 50;
const LOTS_IN_HAND = 2;

/** A lot is at most so much of a second's rate: pause and cancel wait for no longer one. */
const LOTS_A_SECOND = 4;

/** The lease is renewed with every lot, and at least so often while SNS is slow. */
const HEARTBEAT_MS = 3000;

/** What one step did. */
export type RunJobsResult = {
  /** False when no job was open to this worker. */
  didWork: boolean;
  /** False when SNS did not answer. The job waits by itself; others go on. */
  isReachable: boolean;
};

/** Why a turn ends. */
type TurnEnd = "done" | "stopped" | "not running" | "lost" | "unreachable" | "signal" | "nothing ready";

/** What a claim gives: items and how long to wait before they go, or why there are none. */
type Claim = { items: ClaimedItem[]; waitMs: number } | TurnEnd;

/**
 * Takes one republish job as far as it goes, lot by lot: claim, send, write down, each with the lease in hand, two lots side by
 * side.
 *
 * A worker killed anywhere loses nothing: its lease ends after 10 s, another goes on, and what it may have sent without
 * saying so, two lots at most, is sent once more. A worker that slept beyond its lease finds the fence raised and its
 * writes refused. Pause, cancel, a new rate and the layer's stop switch are seen before each lot.
 *
 * @param kind the jobs this runner takes; all when left out.
 * @param signal ends the step after the lots in hand.
 */
export async function runJobs(
  db: Db,
  { topics, signal, kind }: { topics: Pick<Topics, "publishBatch">; signal?: AbortSignal; kind?: RunnerKind },
): Promise<RunJobsResult> {
  const lease = await leaseJob(db, kind);
  if (lease === null) return { didWork: false, isReachable: true };
  const turn = { end: null as TurnEnd | null, trouble: null as string | null };
  const heartbeat = setInterval(() => void renewLease(db, lease).catch(() => undefined), HEARTBEAT_MS);
  try {
    await runLots(db, lease, { topics, turn, signal });
  } finally {
    clearInterval(heartbeat);
    if (turn.end !== "lost" && turn.end !== "done") await releaseJob(db, lease, { trouble: turn.trouble });
  }
  log.info({ jobId: lease.jobId, end: turn.end }, "republish job");
  return { didWork: true, isReachable: turn.end !== "unreachable" };
}

type Turn = { end: TurnEnd | null; trouble: string | null };

async function runLots(
  db: Db,
  lease: JobLease,
  { topics, turn, signal }: { topics: Pick<Topics, "publishBatch">; turn: Turn; signal: AbortSignal | undefined },
): Promise<void> {
  const send = lotSender(topics, lease);
  const inHand: Promise<void>[] = [];
  while (turn.end === null) {
    if (signal?.aborted) turn.end = "signal";
    else {
      const claim = await claimLot(db, lease);
      if (typeof claim === "string") {
        // What is in hand may come back as not sent, and may be what the job still waits for.
        if (claim === "nothing ready" && inHand.length > 0) await inHand.shift();
        else turn.end = claim;
      } else {
        if (claim.waitMs > 0) await wait(claim.waitMs);
        inHand.push(sendAndSettle(db, lease, { items: claim.items, send, turn }));
        if (inHand.length >= LOTS_IN_HAND) await inHand.shift();
      }
    }
  }
  await Promise.all(inHand);
}

async function sendAndSettle(
  db: Db,
  lease: JobLease,
  { items, send, turn }: { items: ClaimedItem[]; send: (items: ClaimedItem[]) => Promise<ItemOutcome[]>; turn: Turn },
): Promise<void> {
  const outcomes = await send(items);
  const lost = outcomes.find(({ outcome: { kind } }) => kind === "unreachable" || kind === "unknown");
  if (lost !== undefined && turn.end === null) {
    turn.end = "unreachable";
    turn.trouble = "text" in lost.outcome ? lost.outcome.text : null;
  }
  // A stop counts from the next lot; what was sent is written down in any case.
  const isOurs = await recordItems(db, lease, outcomes);
  if (!isOurs) turn.end = "lost";
}

function claimLot(db: Db, lease: JobLease): Promise<Claim> {
  return db.transaction(async (tx) => {
    const standing = await renewLease(tx, lease);
    if (standing.kind !== "held") return standing.kind;
    const { rate, firstLot } = standing;
    const wanted = Math.max(1, Math.min(LARGEST_LOT, Math.ceil(rate / LOTS_A_SECOND)));
    const limit = firstLot === null ? wanted : Math.min(wanted, firstLot - (await countBegun(tx, lease)));
    if (limit <= 0) return endFirstLot(tx, lease);
    const { claimed, items } = await claimItems(tx, lease, limit);
    if (claimed === 0) return (await finishJob(tx, lease)) ? "done" : "nothing ready";
    return { items, waitMs: await takeTurn(tx, lease, { events: items.length, rate }) };
  });
}

async function endFirstLot(tx: Executor, lease: JobLease): Promise<TurnEnd> {
  if (await finishJob(tx, lease)) return "done";
  return (await pauseAfterFirstLot(tx, lease)) ? "not running" : "nothing ready";
}
