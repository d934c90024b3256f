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

/** What is claimed at once at most; three lots are in hand, so that SNS never waits for the database: 90 copies a kill. */
const LARGEST_LOT = 30;
const LOTS_IN_HAND = 3;

/** A lot that waits for its turn does not keep what was sent before from being written down for longer. */
const WRITTEN_DOWN_AFTER_MS = 250;

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
 * Takes one republish job as far as it goes, lot by lot, three of them side by side: what became of those that came back is
 * written down in the transaction that claims the next, with the lease in hand.
 *
 * A worker killed anywhere loses nothing: its lease ends after 10 s, another goes on, and what it may have sent without
 * saying so, three lots at most, is sent once more. A worker that slept beyond its lease finds the fence raised and its
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
  const inHand = new Set<Promise<void>>();
  /** What came back and is not written down yet. */
  let cameBack: ItemOutcome[] = [];
  const takeCameBack = () => cameBack.splice(0);
  const begin = (items: readonly ClaimedItem[]) => {
    const lot = send(items).then((outcomes) => {
      noteTrouble(turn, outcomes);
      cameBack = [...cameBack, ...outcomes];
      inHand.delete(lot);
    });
    inHand.add(lot);
  };
  while (turn.end === null) {
    if (signal?.aborted) turn.end = "signal";
    else {
      const outcomes = takeCameBack();
      const claim = await claimLot(db, lease, outcomes);
      if (typeof claim === "string") {
        // What is in hand may come back as not sent, and may be what the job still waits for.
        if (claim === "nothing ready" && inHand.size > 0) await Promise.race(inHand);
        else if (claim !== "nothing ready" || cameBack.length === 0) turn.end ??= claim;
      } else {
        for (let waitMs = claim.waitMs; waitMs > 0; waitMs -= WRITTEN_DOWN_AFTER_MS) {
          await wait(Math.min(waitMs, WRITTEN_DOWN_AFTER_MS));
          await writeDown(db, lease, { turn, outcomes: takeCameBack() });
        }
        begin(claim.items);
        if (inHand.size >= LOTS_IN_HAND) await Promise.race(inHand);
      }
    }
  }
  await Promise.all(inHand);
  await writeDown(db, lease, { turn, outcomes: takeCameBack() });
}

/** A request that did not get through ends the turn. */
function noteTrouble(turn: Turn, outcomes: readonly ItemOutcome[]): void {
  const lost = outcomes.find(({ outcome: { kind } }) => kind === "unreachable" || kind === "unknown");
  if (lost === undefined || turn.end !== null) return;
  turn.end = "unreachable";
  turn.trouble = "text" in lost.outcome ? lost.outcome.text : null;
}

async function writeDown(
  db: Executor,
  lease: JobLease,
  { turn, outcomes }: { turn: Turn; outcomes: readonly ItemOutcome[] },
): Promise<void> {
  if (outcomes.length > 0 && !(await recordItems(db, lease, outcomes))) turn.end = "lost";
}

/** Writes down what came back and claims the next lot. A stop counts from here on; what was sent is written down in any case. */
function claimLot(db: Db, lease: JobLease, outcomes: readonly ItemOutcome[]): Promise<Claim> {
  return db.transaction(async (tx) => {
    const standing = await renewLease(tx, lease);
    if (outcomes.length > 0 && !(await recordItems(tx, lease, outcomes))) return "lost";
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
