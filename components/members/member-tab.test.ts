import { expect, test } from "vitest";
import { readMemberTab } from "./member-tab.ts";

const read = (query: string, mayErase = false) => readMemberTab(new URLSearchParams(query), mayErase);

test("a part is shown by its name, and the timeline without one", () => {
  expect(read("")).toEqual({ tab: "timeline", faults: [] });
  expect(read("tab=state&at=2026-11-26Z")).toEqual({ tab: "state", faults: [] });
  expect(read("tab=erasure", true)).toEqual({ tab: "erasure", faults: [] });
});

test("a name of no part is named with those that this person has", () => {
  expect(read("tab=reocrds", true).faults).toEqual([
    { key: "tab", value: "reocrds", rule: "word", expected: "timeline, records, state, erasure" },
  ]);
  expect(read("tab=erasure").faults).toMatchObject([{ rule: "word", expected: "timeline, records, state" }]);
});
