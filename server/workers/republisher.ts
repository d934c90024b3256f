import { runJobs } from "../republish/run-jobs.ts";
import { runLoop } from "./run-loop.ts";
import type { Worker } from "./worker-context.ts";

/** Staff who pressed the button look at the outcome at once. */
const IDLE_MS = 300;

/** Carries out republish jobs. */
export const runRepublisher: Worker = ({ db, topics, signal }) =>
  runLoop({
    name: "republisher",
    idleMs: IDLE_MS,
    signal,
    async step() {
      const { didWork, isReachable } = await runJobs(db, { topics, signal });
      if (!isReachable) return "away";
      return didWork ? "more" : "idle";
    },
  });
