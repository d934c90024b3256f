import { endsOf } from "#server/vocabulary/condition-values";
import type { Zone } from "#server/vocabulary/time/time-zone";
import { sayMoment } from "../../ui/time/say-moment.ts";

/** Spans back from now that people ask for most. */
export const periods = ["hour", "day", "week", "month"] as const;
export type Period = (typeof periods)[number];

const HOUR_MS = 60 * 60 * 1000;
const lengthMs: Record<Period, number> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 30 * 24 * HOUR_MS,
};

/** When a span that ends now began. */
export function periodStarts(period: Period, now: Date): Date {
  return new Date(now.getTime() - lengthMs[period]);
}

/** Both ends of a period in the viewer's zone, as exactly as they were written; null for an open end. */
export function sayPeriod(range: string, zone: Zone): { from: string | null; to: string | null } {
  const [from, to] = endsOf(range).map((end) => (end === "" ? null : sayMoment(end, zone)));
  return { from: from ?? null, to: to ?? null };
}
