import { expect, test } from "vitest";
import { readStateAt, stateAtQuery } from "./read-state-at.ts";

const read = (query: string) => readStateAt(new URLSearchParams(query));

test("a moment holds everything of the minute or day that was written, and comes back from the address", () => {
  expect(read("tab=state&at=2026-11-26T13:59%2B09:00").at).toBe("2026-11-26T04:59:59.999Z");
  expect(read("at=2026-11-26Z").at).toBe("2026-11-26T23:59:59.999Z");
  expect(read("at=2026-11-26T04:59:00.120Z").at).toBe("2026-11-26T04:59:00.120Z");
  expect(read(stateAtQuery("2026-11-26T13:59+09:00")).written).toBe("2026-11-26T13:59+09:00");
  expect(read(stateAtQuery(null))).toEqual({ written: null, at: null, faults: [] });
});

test("what cannot be read is a fault, not the state now", () => {
  for (const [query, rule] of [
    ["at=yesterday", "time"],
    ["at=2026-11-26", "date"],
    ["at=", "empty"],
    ["at=2026-11-26Z..2026-11-27Z", "time"],
    ["at=2026-11-26Z&at=2026-11-27Z", "once"],
    ["tab=state&when=2026-11-26Z", "unknown"],
  ]) {
    expect(read(query ?? ""), query).toMatchObject({ at: null, faults: [{ rule }] });
  }
});
