import { sendDue } from "../publication/send-due.ts";
import { runLoop } from "./run-loop.ts";
import type { Worker } from "./worker-context.ts";

/** What another language stored waits at most this long for its relay. */
const IDLE_MS = 200;

/** Sends what is due: the relay and the unpublished detector. */
export const runSender: Worker = ({ db, topics, signal }) =>
  runLoop({
    name: "sender",
    idleMs: IDLE_MS,
    signal,
    async step() {
      const { isReachable, isFull } = await sendDue(db, { topics });
      if (!isReachable) return "away";
      return isFull ? "more" : "idle";
    },
  });
