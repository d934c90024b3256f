import { setTimeout as wait } from "node:timers/promises";
import type { Db } from "../../db.ts";
import { log } from "../../log.ts";
import type { DeadLetter, DeadLetters } from "../../messaging/dead-letters.ts";
import { faultText } from "../../messaging/fault-text.ts";
import { isNoQueue } from "../../messaging/queues.ts";
import type { LetterView } from "../../vocabulary/dead-letter.ts";
import { describeLetters } from "../read/describe-letters.ts";
import { isChosen } from "../read/group-letters.ts";
import {
  begunLetters,
  endOrAwait,
  failLetterAct,
  type LetterActLease,
  leaseLetterAct,
  noteLetters,
  noteRemoved,
  noteWanted,
  releaseLetterAct,
} from "./lease-letter-act.ts";

/** What a worker that is killed had in hand is seen again after this. */
const VISIBILITY_S = 60;

/** A turn ends well before its first letters are seen again, so that each is met once in a turn. */
const TURN_MS = 30_000;

/** Letters that SQS gives at once. */
const BATCH = 10;

type Parts = { db: Db; deadLetters: DeadLetters; signal?: AbortSignal };

/** What a turn came to: all is done, there is more, others hold what is left, or somebody else has the act. */
type TurnEnd = "done" | "more" | "awaits" | "lost";

/**
 * Takes one act on dead letters as far as a turn goes. Letters are written down before SQS is told, and as done
 * once it has removed them: what it refused or a kill cut off is taken up by a later turn. Each is sent before it is removed, so
 * that a kill in between leaves copies, one batch at most, and never loses one; handlers drop copies. Letters that are not
 * meant stay.
 *
 * @returns false when there was nothing to do.
 */
export async function runLetterActs(parts: Parts): Promise<boolean> {
  const { db } = parts;
  const lease = await leaseLetterAct(db);
  if (lease === null) return false;
  try {
    const end = await takeTurn(parts, lease);
    if (end === "more") await releaseLetterAct(db, lease, null);
    log.info({ actId: lease.id, act: lease.act, queue: lease.queueName, end }, "dead letters");
  } catch (error) {
    const said = faultText(error);
    log.warn({ actId: lease.id, queue: lease.queueName, error: said }, "dead letters: trying again");
    if (isNoQueue(error))
      await failLetterAct(db, lease, `There is no queue ${lease.queueName}, or no dead-letter queue.`);
    else await releaseLetterAct(db, lease, said);
  }
  return true;
}

async function takeTurn({ db, deadLetters, signal }: Parts, lease: LetterActLease): Promise<TurnEnd> {
  const { queueName, selection } = lease;
  if (lease.wanted === null && selection.kind !== "group")
    await noteWanted(db, lease, await countWanted(deadLetters, lease));
  const ahead = selection.kind === "some" ? new Set(selection.ids) : null;
  for (const id of lease.removed) ahead?.delete(id);
  const left = new Map<string, DeadLetter>();
  const began = performance.now();
  try {
    while (!signal?.aborted && performance.now() - began < TURN_MS) {
      if (ahead?.size === 0) return await endOrAwait(db, lease, 0);
      const batch = await deadLetters.receive(queueName, { visibilityS: VISIBILITY_S });
      for (const letter of batch) left.set(letter.id, letter);
      const chosen = await choose(db, lease, batch);
      if (chosen.length > 0) {
        for (const some of chunksOf(chosen, Math.min(BATCH, lease.rate))) {
          const from = performance.now();
          if (!(await resolve({ db, deadLetters }, lease, some))) return "lost";
          for (const { letter } of some) {
            left.delete(letter.id);
            ahead?.delete(letter.id);
          }
          await pace(some.length, lease.rate, { from, signal });
        }
      } else if (batch.length === 0) break;
    }
    if (signal?.aborted || performance.now() - began >= TURN_MS) return "more";
  } finally {
    await deadLetters.release(queueName, [...left.values()]);
  }
  return endOrAwait(db, lease, (await deadLetters.counts(queueName)).inFlight);
}

async function countWanted(deadLetters: DeadLetters, { queueName, selection }: LetterActLease): Promise<number> {
  if (selection.kind === "some") return selection.ids.length;
  const { waiting, inFlight } = await deadLetters.counts(queueName);
  return waiting + inFlight;
}

type Chosen = { letter: DeadLetter; view: LetterView };

/**
 * Those of a batch that the order means: what is sent into the queue later is another letter, though it look the same; what the act
 * began stays its own, though it be of another group by now: a copy of it may have been handled.
 */
async function choose(db: Db, lease: LetterActLease, batch: readonly DeadLetter[]): Promise<Chosen[]> {
  const { subscriber: id, isOwn, queueName, selection, orderedAtMs } = lease;
  const views = await describeLetters(db, { id, isOwn, queueName }, batch);
  const begun = await begunLetters(
    db,
    lease,
    batch.map((letter) => letter.id),
  );
  return batch.flatMap((letter, at) => {
    const view = views[at];
    if (view === undefined || Date.parse(letter.sentAt) > orderedAtMs) return [];
    return isChosen(selection, view) || begun.has(letter.id) ? [{ letter, view }] : [];
  });
}

/** @returns false when somebody else has the act now. */
async function resolve(
  { db, deadLetters }: Pick<Parts, "db" | "deadLetters">,
  lease: LetterActLease,
  chosen: readonly Chosen[],
): Promise<boolean> {
  const views = chosen.map(({ view }) => view);
  if (!(await db.transaction((tx) => noteLetters(tx, lease, views)))) return false;
  const letters = chosen.map(({ letter }) => letter);
  if (lease.act === "redrive") await deadLetters.sendBack(lease.queueName, letters);
  await deadLetters.remove(lease.queueName, letters);
  const ids = letters.map(({ id }) => id);
  await db.transaction((tx) => noteRemoved(tx, lease, ids));
  return true;
}

async function pace(count: number, rate: number, { from, signal }: { from: number; signal: AbortSignal | undefined }) {
  const restMs = (count / rate) * 1000 - (performance.now() - from);
  if (restMs > 0) await wait(restMs, undefined, { signal }).catch(() => undefined);
}

function* chunksOf<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size);
}
