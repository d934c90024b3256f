import { expect, test } from "vitest";
import { newcomersOf } from "./newcomers.ts";

const events = (...ids: string[]) => ids.map((id) => ({ id }));

test("what stands above the list is new, what stands between is late, what is below was not loaded yet", () => {
  expect(newcomersOf(events("9", "8", "6", "5", "3"), events("8", "6", "4"))).toEqual({ fresh: 1, late: 1 });
});

test("in an empty list everything is new, and the same events are none", () => {
  expect(newcomersOf(events("2", "1"), [])).toEqual({ fresh: 2, late: 0 });
  expect(newcomersOf(events("2", "1"), events("2", "1"))).toEqual({ fresh: 0, late: 0 });
});
