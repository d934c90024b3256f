import { useRef } from "react";
import type { RepublishJob } from "#server/vocabulary/republish-job";

/** Over so long the rate is averaged, and so far back it is shown. */
const WINDOW_MS = 10_000;
const SHOWN_MS = 180_000;

/** What was seen of a job at a moment: items that went out since its start, and the rate it may have. */
export type Look = { at: number; sent: number; wanted: number };

/** The rate at a look, averaged over the ten seconds before it, against what is wanted. */
export type RatePoint = { at: number; rate: number; wanted: number };

/** Items of a job that went out, however it ended. */
function sentOf({ counts }: Pick<RepublishJob, "counts">): number {
  return counts.sent + counts.confirmed + counts.failed + counts.unknown;
}

/** The rates that looks tell, from the second look on. */
export function ratesOf(looks: readonly Look[]): RatePoint[] {
  return looks.flatMap((look, index) => {
    const first = looks.find(({ at }) => at >= look.at - WINDOW_MS) ?? look;
    if (index === 0 || look.at - first.at < 900) return [];
    const rate = Math.max(0, ((look.sent - first.sent) * 1000) / (look.at - first.at));
    return [{ at: look.at, rate, wanted: look.wanted }];
  });
}

/** How fast a job went since its page was opened, at most three minutes back; empty until two looks tell it. */
export function useCourse(job: RepublishJob, asOf: string): RatePoint[] {
  const looks = useRef<Look[]>([]);
  const at = Date.parse(asOf);
  if (looks.current.at(-1)?.at !== at) {
    const kept = looks.current.filter((look) => look.at >= at - SHOWN_MS && look.at < at);
    const wanted = job.state === "running" ? Math.min(job.rate, job.slowedTo ?? job.rate) : 0;
    looks.current = [...kept, { at, sent: sentOf(job), wanted }];
  }
  return ratesOf(looks.current);
}
