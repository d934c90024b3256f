import { log } from "../log.ts";
import { checkWhenDue } from "../staff/seal/check-when-due.ts";
import { sealRecords } from "../staff/seal/seal-records.ts";
import { runLoop } from "./run-loop.ts";
import type { Worker } from "./worker-context.ts";

const MINUTE_MS = 60_000;

/**
 * Seals the access records of each minute and anchors the seal where ANCHOR_DIR says; once a day checks the whole chain. Several
 * workers may run it.
 */
export const runSealer: Worker = ({ env, db, signal }) => {
  const anchorDir = env.ANCHOR_DIR ?? null;
  if (anchorDir === null) {
    log.info("ANCHOR_DIR is not set: access records are chained, but nobody can tell when the chain's tail is cut off");
  }
  return runLoop({
    name: "sealer",
    idleMs: MINUTE_MS,
    signal,
    async step() {
      const { isFull } = await sealRecords(db, { anchorDir });
      if (isFull) return "more";
      await checkWhenDue(db, { anchorDir });
      return "idle";
    },
  });
};
