import { expect, test } from "vitest";
import { periodStarts, sayPeriod } from "./period.ts";

test("a week is seven days back from now", () => {
  expect(periodStarts("week", new Date("2026-11-21T05:00:00Z")).toISOString()).toBe("2026-11-14T05:00:00.000Z");
});

test("a period is said in the viewer's zone, as exactly as it was written", () => {
  const minutes = "2026-11-26T13:59+09:00..";
  expect(sayPeriod(minutes, "Asia/Seoul")).toEqual({ from: "2026-11-26 13:59", to: null });
  expect(sayPeriod(minutes, "UTC")).toEqual({ from: "2026-11-26 04:59", to: null });
  const day = "2026-11-26+09:00..2026-11-26+09:00";
  expect(sayPeriod(day, "Asia/Seoul")).toEqual({ from: "2026-11-26", to: "2026-11-26" });
  expect(sayPeriod(day, "UTC").from).toBe("2026-11-25 15:00 +24 h");
  expect(sayPeriod("..2026-11-26T13:59:01.250Z", "UTC")).toEqual({ from: null, to: "2026-11-26 13:59:01.250" });
});
