import { setTimeout as wait } from "node:timers/promises";
import { log } from "../log.ts";

/** What a step found: more to do right now, nothing for a while, or something it needs does not answer. */
export type StepEnd = "more" | "idle" | "away";

const BACK_OFF_MIN_MS = 1000;
const BACK_OFF_MAX_MS = 5000;

/**
 * Runs a step again and again until the signal; the step in hand is finished. A step that throws, or finds something away,
 * is said once and tried again after 1 to 5 s.
 *
 * @param idleMs the pause after a step that found nothing to do.
 */
export async function runLoop({
  name,
  step,
  idleMs,
  signal,
}: {
  name: string;
  step: () => Promise<StepEnd>;
  idleMs: number;
  signal: AbortSignal;
}): Promise<void> {
  let backOffMs = 0;
  while (!signal.aborted) {
    const end = await step().catch((error: unknown) => {
      if (backOffMs === 0) log.warn({ worker: name, error: reasonOf(error) }, "step failed, trying again");
      return "away" as const;
    });
    if (end === "away") {
      backOffMs = Math.min(Math.max(backOffMs * 2, BACK_OFF_MIN_MS), BACK_OFF_MAX_MS);
    } else {
      if (backOffMs > 0) log.info({ worker: name }, "working again");
      backOffMs = 0;
    }
    const pauseMs = end === "idle" ? idleMs : backOffMs;
    if (pauseMs > 0) await wait(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Drizzle's message is the statement; the reason is its cause. */
function reasonOf(error: unknown): string {
  return error instanceof Error && error.cause !== undefined ? String(error.cause) : String(error);
}
