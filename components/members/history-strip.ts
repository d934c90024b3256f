import type { MemberHistory } from "#server/vocabulary/views";

/** A bar of the strip: when it begins and ends (ISO 8601), and how many events are in it. */
export type Bar = { from: string; to: string; events: number };

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
/** More bars than these are too thin to be hit: each then stands for several weeks. */
const MOST_BARS = 120;

/** A short history is shown within a year: a few bars as wide as the page would tell less. */
const FEWEST_BARS = 52;

/**
 * A history as bars of equal time, oldest first and without gaps, up to the week of `now`: one a week for a year at least, or of
 * as many weeks as make at most 120 bars.
 */
export function barsOf(weeks: MemberHistory["weeks"], now: number): Bar[] {
  const first = weeks[0];
  if (first === undefined) return [];
  const lived = Math.floor((now - Date.parse(first.from)) / WEEK_MS) + 1;
  const count = Math.max(FEWEST_BARS, lived);
  const start = Date.parse(first.from) - (count - lived) * WEEK_MS;
  const weeksABar = Math.ceil(count / MOST_BARS);
  const span = weeksABar * WEEK_MS;
  const bars = Array.from({ length: Math.ceil(count / weeksABar) }, (_, at) => ({
    from: new Date(start + at * span).toISOString(),
    to: new Date(start + (at + 1) * span).toISOString(),
    events: 0,
  }));
  for (const { from, events } of weeks) {
    const bar = bars[Math.min(bars.length - 1, Math.floor((Date.parse(from) - start) / span))];
    if (bar !== undefined) bar.events += events;
  }
  return bars;
}
