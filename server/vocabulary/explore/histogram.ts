import { type Zone, zoneOffsetMs } from "../time/time-zone.ts";

/** How long a bar of a histogram lasts. */
export const histogramUnits = ["second", "minute", "ten-minutes", "hour", "six-hours", "day", "week", "month"] as const;
export type HistogramUnit = (typeof histogramUnits)[number];

/** More bars than this cannot be told apart, or reached one by one with the keyboard. */
const MOST_BARS = 125;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const lengthMs: Record<Exclude<HistogramUnit, "month">, number> = {
  second: 1000,
  minute: MINUTE_MS,
  "ten-minutes": 10 * MINUTE_MS,
  hour: HOUR_MS,
  "six-hours": 6 * HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
};

/** 1970-01-01 was a Thursday; weeks begin on Monday. */
const MONDAY_MS = 4 * DAY_MS;

/** The shortest unit in which a span from `fromMs` to `toMs` (since 1970) has few enough bars to be read. */
export function unitOf(fromMs: number, toMs: number): HistogramUnit {
  return (
    histogramUnits.find((unit) => unit !== "month" && (toMs - fromMs) / lengthMs[unit] <= MOST_BARS - 2) ?? "month"
  );
}

/**
 * The edges of the bars that cover a span, on the unit's own boundaries in a zone: one more than there are bars.
 *
 * @param fromMs,toMs milliseconds since 1970, `toMs` not included.
 * @returns milliseconds since 1970, ascending; at least two.
 */
export function edgesOf(fromMs: number, toMs: number, { unit, zone }: { unit: HistogramUnit; zone: Zone }): number[] {
  const edges = [floorTo(fromMs, unit, zone)];
  for (let last = edges[0] ?? fromMs; last < toMs || edges.length < 2; edges.push(last))
    last = nextEdge(last, unit, zone);
  return edges;
}

function floorTo(ms: number, unit: HistogramUnit, zone: Zone): number {
  const local = ms + zoneOffsetMs(zone);
  if (unit === "month") {
    const day = new Date(local);
    return Date.UTC(day.getUTCFullYear(), day.getUTCMonth()) - zoneOffsetMs(zone);
  }
  const start = unit === "week" ? MONDAY_MS : 0;
  return Math.floor((local - start) / lengthMs[unit]) * lengthMs[unit] + start - zoneOffsetMs(zone);
}

function nextEdge(edge: number, unit: HistogramUnit, zone: Zone): number {
  if (unit !== "month") return edge + lengthMs[unit];
  const day = new Date(edge + zoneOffsetMs(zone));
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1) - zoneOffsetMs(zone);
}

/** What the bars of a histogram are made of. */
export const stackings = ["family", "action"] as const;
export type Stacking = (typeof stackings)[number];

/** One colour of the bars: a family, an action, or null for all the rest; how many in each bar. */
export type Stack = { key: string | null; counts: number[] };

/**
 * How many events there are and when they happened. `edges` are ISO 8601 in UTC, one more than there are bars.
 * `of`: everything the conditions allow; or, where no count is kept of such conditions, the newest found of them.
 */
export type EventCounts = {
  /** A floor (`isFloor`) where more may match than were looked at. */
  count: number;
  isFloor: boolean;
  histogram: { unit: HistogramUnit; edges: string[]; stacks: Stack[]; of: "all" | "newest" } | null;
  asOf: string;
};
