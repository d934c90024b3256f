import { expect, test } from "vitest";
import { ageOf, spanParts, timeParts } from "./time-text.ts";

const now = new Date("2026-11-21T05:00:00.000Z");

test("exactly an hour is no longer shown as an age", () => {
  expect(ageOf("2026-11-21T04:00:00.001Z", now)).toEqual({ unit: "minutes", count: 59 });
  expect(ageOf("2026-11-21T04:00:00.000Z", now)).toBeNull();
});

test("seconds become minutes at sixty", () => {
  expect(ageOf("2026-11-21T04:59:00.001Z", now)).toEqual({ unit: "seconds", count: 59 });
  expect(ageOf("2026-11-21T04:59:00.000Z", now)).toEqual({ unit: "minutes", count: 1 });
});

test("a moment slightly ahead of this clock counts as now, a far one is shown as it is", () => {
  expect(ageOf("2026-11-21T05:00:02.000Z", now)).toEqual({ unit: "now", count: 0 });
  expect(ageOf("2026-11-21T06:00:00.000Z", now)).toBeNull();
});

test("midnight in Seoul is 00 and already the next day", () => {
  expect(timeParts("2026-11-20T15:00:00.007Z", "Asia/Seoul")).toEqual({
    date: "2026-11-21",
    time: "00:00:00",
    millis: "007",
  });
  expect(timeParts("2026-11-20T15:00:00.007Z", "UTC").date).toBe("2026-11-20");
});

test("a span keeps one digit only where it says something", () => {
  expect(spanParts(420)).toEqual({ unit: "ms", count: 420, digits: 0 });
  expect(spanParts(1499)).toEqual({ unit: "s", count: 1.499, digits: 1 });
  expect(spanParts(65_000)).toEqual({ unit: "s", count: 65, digits: 0 });
  expect(spanParts(12 * 60_000)).toEqual({ unit: "min", count: 12, digits: 0 });
});
