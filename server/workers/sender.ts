import { sendDue } from "../publication/send-due.ts";
import { runLoop } from "./run-loop.ts";
import type { Worker, WorkerContext } from "./worker-context.ts";

/** What another language stored waits at most this long for its relay. */
const IDLE_MS = 200;

/** Side by side, so that what was stored while one waits for SNS goes out with the other. */
const LOOPS = 2;

/** Sends what is due: the relay and the unpublished detector. */
export const runSender: Worker = async (context) => {
  await Promise.all(Array.from({ length: LOOPS }, () => runOne(context)));
};

function runOne({ db, topics, signal }: WorkerContext): Promise<void> {
  return runLoop({
    name: "sender",
    idleMs: IDLE_MS,
    signal,
    async step() {
      const { isReachable, isFull } = await sendDue(db, { topics });
      if (!isReachable) return "away";
      return isFull ? "more" : "idle";
    },
  });
}
