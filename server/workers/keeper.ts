import { addPartitionsAhead } from "../publication/add-partitions-ahead.ts";
import { forgetSessions } from "../staff/forget-sessions.ts";
import { runLoop } from "./run-loop.ts";
import type { Worker } from "./worker-context.ts";

const DAILY_MS = 24 * 60 * 60 * 1000;

/** Keeps partitions two years ahead: an event without one would be refused, and its action with it. Forgets old sessions. */
export const runKeeper: Worker = ({ db, signal }) =>
  runLoop({
    name: "keeper",
    idleMs: DAILY_MS,
    signal,
    async step() {
      await addPartitionsAhead(db);
      await forgetSessions(db);
      return "idle";
    },
  });
