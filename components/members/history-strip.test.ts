import { expect, test } from "vitest";
import { barsOf } from "./history-strip.ts";

const week = (from: string, events: number) => ({ from, events });

test("weeks without events are gaps, the last bar is the week of now, and there is a year of them", () => {
  const bars = barsOf(
    [week("2026-10-26T00:00:00.000Z", 2), week("2026-11-16T00:00:00.000Z", 5)],
    Date.parse("2026-11-28T03:00:00Z"),
  );
  expect(bars).toHaveLength(52);
  expect(bars.slice(-5).map(({ events }) => events)).toEqual([2, 0, 0, 5, 0]);
  expect(bars.at(-1)).toEqual({ from: "2026-11-23T00:00:00.000Z", to: "2026-11-30T00:00:00.000Z", events: 0 });
});

test("many years are as many bars, each of several weeks, and no event is lost", () => {
  const weeks = Array.from({ length: 500 }, (_, at) =>
    week(new Date(Date.parse("2017-01-02T00:00:00Z") + at * 604_800_000).toISOString(), 1),
  );
  const bars = barsOf(weeks, Date.parse("2026-11-28T03:00:00Z"));
  expect(bars.length).toBeLessThanOrEqual(120);
  expect(bars.reduce((sum, { events }) => sum + events, 0)).toBe(500);
});

test("without events there is no strip", () => {
  expect(barsOf([], Date.now())).toEqual([]);
});
