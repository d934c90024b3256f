import { expect, test } from "vitest";
import { readTimelineParams, timelineQuery } from "./timeline-params.ts";

test("what is shown of a timeline comes back from its address as it was", () => {
  const from = "2026-11-20T00:00:00.000Z";
  for (const filter of [{}, { actions: ["a.b", "이름 변경&="] }, { from }, { actions: ["a.b"], from }]) {
    expect(readTimelineParams(new URLSearchParams(timelineQuery(filter)))).toEqual(filter);
  }
  expect(timelineQuery({})).toBe("");
});

test("what the server would refuse is no condition", () => {
  const params = new URLSearchParams({ action: "a".repeat(101), since: "yesterday" });
  expect(readTimelineParams(params)).toEqual({});
  const many = new URLSearchParams(Array.from({ length: 60 }, (_, at) => ["action", `a.${at}`]));
  expect(readTimelineParams(many).actions).toHaveLength(50);
});
