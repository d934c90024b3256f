import { useRef } from "react";
import type { RepublishJob } from "#server/vocabulary/republish-job";

/** Over so long the rate is averaged. */
const WINDOW_MS = 10_000;

/** Items of a job that went out, however it ended. */
function sentOf({ counts }: Pick<RepublishJob, "counts">): number {
  return counts.sent + counts.confirmed + counts.failed + counts.unknown;
}

/** Events a second over the last ten seconds, from what was seen of the job meanwhile; null until two looks tell it. */
export function useRateNow(job: RepublishJob, asOf: string): number | null {
  const looks = useRef<{ at: number; sent: number }[]>([]);
  const at = Date.parse(asOf);
  const sent = sentOf(job);
  if (looks.current.at(-1)?.at !== at) {
    looks.current = [...looks.current.filter((look) => look.at >= at - WINDOW_MS && look.at < at), { at, sent }];
  }
  const [first] = looks.current;
  if (first === undefined || at - first.at < 900) return null;
  return Math.max(0, ((sent - first.sent) * 1000) / (at - first.at));
}
