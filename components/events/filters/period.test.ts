import { expect, test } from "vitest";
import { momentInZone, periodStarts } from "./period.ts";

test("nine in the morning in Seoul is midnight in UTC", () => {
  expect(momentInZone("2026-11-21T09:00", "Asia/Seoul")).toBe("2026-11-21T00:00:00.000Z");
  expect(momentInZone("2026-11-21T09:00:30", "UTC")).toBe("2026-11-21T09:00:30.000Z");
});

test("a week is seven days back from now", () => {
  expect(periodStarts("week", new Date("2026-11-21T05:00:00Z")).toISOString()).toBe("2026-11-14T05:00:00.000Z");
});
