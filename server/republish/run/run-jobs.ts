import { setTimeout as wait } from "node:timers/promises";
import type { Db, Executor } from "../../db.ts";
import { log } from "../../log.ts";
import type { Topics } from "../../messaging/topic-clients.ts";
import { type ClaimedItem, claimItems, countBegun } from "./claim-items.ts";
import { membersHeldBack } from "./held-members.ts";
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

/**
 * What is claimed and not yet written down at most: what a killed worker may have sent without saying so. Forty of it are with SNS, as many
 * again wait for the next request, so that SNS never waits for the database.
 */
export const IN_HAND = 90;

/** As soon as so much of it came back, it is written down and as much is claimed: less would cost more transactions than it sends. */
const LEAST_LOT = 30;

/** What one request to SNS takes: lots of whole requests need the fewest. */
const REQUEST = 10;

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
 * Takes one republish job as far as it goes, lot by lot: what became of the requests that came back is written down in the
 * transaction that claims as many items again, with the lease in hand, while others are with SNS.
 *
 * A worker killed anywhere loses nothing: its lease ends after 10 s, another goes on, and what it may have sent without
 * saying so, what it had in hand at most, is sent once more. A worker that slept beyond its lease finds the fence raised and its
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
  const send = lotSender(topics, lease, { heldBack: await membersHeldBack(db, lease) });
  const onTheirWay = new Set<Promise<void>>();
  let itemsOnTheirWay = 0;
  /** What came back and is not written down yet. */
  let cameBack: ItemOutcome[] = [];
  const takeCameBack = () => cameBack.splice(0);
  const follow = (request: Promise<ItemOutcome[]>) => {
    const end = request.then((outcomes) => {
      noteTrouble(turn, outcomes);
      cameBack = [...cameBack, ...outcomes];
      itemsOnTheirWay -= outcomes.length;
      onTheirWay.delete(end);
    });
    onTheirWay.add(end);
  };
  while (turn.end === null) {
    if (signal?.aborted) turn.end = "signal";
    else {
      const outcomes = takeCameBack();
      const claim = await claimLot(db, lease, { outcomes, room: IN_HAND - itemsOnTheirWay });
      if (typeof claim === "string") {
        // What is in hand may come back as not sent, and may be what the job still waits for; what came back is written down first.
        if (claim !== "nothing ready") turn.end ??= claim;
        else if (cameBack.length === 0 && onTheirWay.size === 0) turn.end ??= claim;
        else if (cameBack.length === 0) await Promise.race(onTheirWay);
      } else {
        for (let waitMs = claim.waitMs; waitMs > 0; waitMs -= WRITTEN_DOWN_AFTER_MS) {
          await wait(Math.min(waitMs, WRITTEN_DOWN_AFTER_MS));
          await writeDown(db, lease, { turn, outcomes: takeCameBack() });
        }
        itemsOnTheirWay += claim.items.length;
        for (const request of send(claim.items)) follow(request);
        while (itemsOnTheirWay > IN_HAND - LEAST_LOT) await Promise.race(onTheirWay);
      }
    }
  }
  await Promise.all(onTheirWay);
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

/**
 * Writes down what came back and claims the next lot, with room for so many. A stop counts from here on; what was sent is written
 * down in any case.
 */
function claimLot(
  db: Db,
  lease: JobLease,
  { outcomes, room }: { outcomes: readonly ItemOutcome[]; room: number },
): Promise<Claim> {
  return db.transaction(async (tx) => {
    // Both at once, in this order: the database does not wait for us between them.
    const [standing, isOurs] = await Promise.all([
      renewLease(tx, lease),
      outcomes.length === 0 ? true : recordItems(tx, lease, outcomes),
    ]);
    if (!isOurs) return "lost";
    if (standing.kind !== "held") return standing.kind;
    const { rate, firstLot } = standing;
    const wanted = Math.max(1, Math.min(room - (room % REQUEST), Math.ceil(rate / LOTS_A_SECOND)));
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
