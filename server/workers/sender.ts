import { fromTheStart, type LeasePlace } from "../publication/lease-due.ts";
import { noteAnswer, noteOutage } from "../publication/note-outage.ts";
import { sendDue } from "../publication/send-due.ts";
import type { LayerName } from "../vocabulary/member-event.ts";
import type { OutagePart } from "../vocabulary/outage.ts";
import { nextBatchSize, SMALLEST_BATCH } from "./batch-size.ts";
import { runLoop } from "./run-loop.ts";
import type { Worker, WorkerContext } from "./worker-context.ts";

/** What another language stored waits at most this long for its relay. */
const IDLE_MS = 200;

/** Side by side in each layer, so that what was stored while one waits for SNS goes out with the other. */
const LOOPS = 2;

/** A long backlog is begun anew at least so often: what was committed late waits no longer for its turn. */
const ROUND_MS = 5000;

/**
 * What was tried before and is due again stands among all that was sent and is not recorded yet: looking for it may take
 * this part of the time, so that a backlog is not slowed by its own length.
 */
const LOOK_FOR_TRIED_SHARE = 1 / 20;

/** Sends what is due: the relay and the unpublished detector. A topic that refuses or hangs holds up only its own layer. */
export const runSender: Worker = async (context) => {
  const loops = (["internal", "external"] as const).flatMap((layer) => {
    // Another worker may have left its mark behind.
    const topic: Topic = { layer, part: `topic:${layer}`, isAway: true };
    return Array.from({ length: LOOPS }, () => runOne(context, topic));
  });
  await Promise.all(loops);
};

/** How the loops of one layer have last seen its topic. */
type Topic = { layer: LayerName; part: OutagePart; isAway: boolean };

function runOne({ db, topics, signal }: WorkerContext, topic: Topic): Promise<void> {
  const { layer, part } = topic;
  let place: LeasePlace = fromTheStart;
  let roundBegan = 0;
  let looksForTriedAt = 0;
  let limit = SMALLEST_BATCH;
  return runLoop({
    name: `sender ${layer}`,
    idleMs: IDLE_MS,
    signal,
    async step() {
      const began = performance.now();
      if (began - roundBegan > ROUND_MS) {
        place = fromTheStart;
        roundBegan = began;
      }
      const looksForTried = began >= looksForTriedAt;
      const from = { fresh: place.fresh, tried: looksForTried ? (place.tried ?? fromTheStart.tried) : null };
      const step = await sendDue(db, { topics, layer, limit, place: from });
      const { sent, refused, next, isFull, isNamedAway, fault, leaseMs } = step;
      if (looksForTried) looksForTriedAt = began + leaseMs / LOOK_FOR_TRIED_SHARE;
      place = looksForTried ? next : { ...next, tried: place.tried };
      limit = nextBatchSize(limit, { tookMs: performance.now() - began, isFull, isLost: fault !== null });
      if (fault !== null) {
        topic.isAway = true;
        await noteOutage(db, part, fault);
        return "away";
      }
      // Other processes name it, too; it is over when the sender says so.
      if ((topic.isAway || isNamedAway) && sent + refused > 0) {
        await noteAnswer(db, part);
        topic.isAway = false;
      }
      return isFull ? "more" : "idle";
    },
  });
}
