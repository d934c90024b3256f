import { expect, test } from "vitest";
import { edgesOf, type HistogramUnit, histogramUnits, unitOf } from "#server/vocabulary/explore/histogram";
import { periodOf } from "#server/vocabulary/read-condition-value";
import { zones } from "#server/vocabulary/time/time-zone";
import { periodOfBars } from "./period-of-bars.ts";

const FROM = Date.parse("2026-10-30T14:23:45.678Z");
const lengths: Record<HistogramUnit, number> = {
  second: 90_000,
  minute: 3_600_000,
  "ten-minutes": 9 * 3_600_000,
  hour: 40 * 3_600_000,
  "six-hours": 20 * 86_400_000,
  day: 100 * 86_400_000,
  week: 500 * 86_400_000,
  month: 2000 * 86_400_000,
};

test.each(histogramUnits)("the period of inner bars of a %s is from edge to edge, in either zone", (unit) => {
  for (const zone of zones) {
    const edges = edgesOf(FROM, FROM + lengths[unit], { unit, zone }).map((ms) => new Date(ms).toISOString());
    const { start, end } = periodOf(periodOfBars({ edges, unit, first: 1, last: 3 }, zone, null));
    expect({ start, end }).toEqual({ start: edges[1], end: edges[4] });
  }
});

test("the outer bars end where the period in force does, and not behind it", () => {
  const edges = edgesOf(FROM, FROM + lengths.day, { unit: "day", zone: "UTC" }).map((ms) => new Date(ms).toISOString());
  const asked = "2026-10-30T14:23:45.678Z..";
  expect(periodOfBars({ edges, unit: "day", first: 0, last: 1 }, "UTC", asked)).toBe(
    "2026-10-30T14:23:45.678Z..2026-10-31Z",
  );
});

test("a span has few enough bars, and they cover it", () => {
  for (const [unit, length] of Object.entries(lengths)) {
    expect(unitOf(FROM, FROM + length)).toBe(unit);
    const edges = edgesOf(FROM, FROM + length, { unit: unitOf(FROM, FROM + length), zone: "Asia/Seoul" });
    expect(edges.length).toBeLessThanOrEqual(126);
    expect(edges[0]).toBeLessThanOrEqual(FROM);
    expect(edges.at(-1)).toBeGreaterThanOrEqual(FROM + length);
  }
});
