import { endsOf, rangeOf } from "#server/vocabulary/condition-values";
import type { HistogramUnit } from "#server/vocabulary/explore/histogram";
import { type Zone, zoneOffsets } from "#server/vocabulary/time/time-zone";
import { timeParts } from "../../ui/time/time-text.ts";

/** Bars of a histogram from the first to the last, both included, as their edges lie. */
export type ChosenBars = { edges: readonly string[]; unit: HistogramUnit; first: number; last: number };

/**
 * The period of some bars, written as exactly as their unit is. Where they reach the end of what was asked, it is the end
 * that was asked: an outer bar may be cut by it.
 *
 * @param asked the period in force, if there is one.
 */
export function periodOfBars({ edges, unit, first, last }: ChosenBars, zone: Zone, asked: string | null): string {
  const [askedFrom, askedTo] = asked === null ? ["", ""] : endsOf(asked);
  const begin = edges[first] ?? "";
  const end = new Date(Date.parse(edges[last + 1] ?? begin) - 1).toISOString();
  const from = first === 0 && askedFrom !== "" ? askedFrom : writtenAs(begin, unit, zone);
  const to = last === edges.length - 2 && askedTo !== "" ? askedTo : writtenAs(end, unit, zone);
  return rangeOf(from, to);
}

function writtenAs(iso: string, unit: HistogramUnit, zone: Zone): string {
  const { date, time } = timeParts(iso, zone);
  const offset = zoneOffsets[zone];
  if (unit === "day" || unit === "week" || unit === "month") return `${date}${offset}`;
  return `${date}T${unit === "second" ? time : time.slice(0, 5)}${offset}`;
}

/** When a bar begins, as short as its unit allows. */
export function barName(iso: string, unit: HistogramUnit, zone: Zone): string {
  const { date, time } = timeParts(iso, zone);
  if (unit === "month") return date.slice(0, 7);
  if (unit === "day" || unit === "week") return date;
  return `${date} ${unit === "second" ? time : time.slice(0, 5)}`;
}
