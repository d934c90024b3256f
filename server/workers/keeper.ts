import { countHours } from "../event-storage/count-hours.ts";
import { eraseLateValues } from "../event-storage/erasure/erase-late-values.ts";
import { rankShared } from "../event-storage/links/rank-shared.ts";
import { addPartitionsAhead } from "../publication/add-partitions-ahead.ts";
import { forgetFiles } from "../records/files/forget-files.ts";
import { forgetSessions } from "../staff/forget-sessions.ts";
import { runLoop } from "./run-loop.ts";
import type { Worker } from "./worker-context.ts";

const MINUTE_MS = 60_000;
const DAILY_MS = 24 * 60 * MINUTE_MS;

/**
 * Once a day keeps partitions two years ahead (an event without one would be refused, and its action with it) and forgets old
 * sessions; every minute deletes what came late of erased members and files whose day is over, counts the hours that are over and, where it is due, the most shared
 * devices and addresses.
 */
export const runKeeper: Worker = ({ db, signal }) => {
  let kept = -DAILY_MS;
  return runLoop({
    name: "keeper",
    idleMs: MINUTE_MS,
    signal,
    async step() {
      if (performance.now() - kept >= DAILY_MS) {
        await addPartitionsAhead(db);
        await forgetSessions(db);
        kept = performance.now();
      }
      await eraseLateValues(db);
      await forgetFiles(db);
      const counted = await countHours(db);
      const ranked = await rankShared(db);
      return counted > 0 || ranked !== null ? "more" : "idle";
    },
  });
};
