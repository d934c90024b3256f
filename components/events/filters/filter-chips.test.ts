import { expect, test } from "vitest";
import { chipsOf } from "./filter-chips.ts";

test("an empty filter has no chips", () => {
  expect(chipsOf({})).toEqual([]);
});

test("taking one of two actions away leaves the other, taking the last one away leaves none", () => {
  const [first] = chipsOf({ actions: ["a", "b"], ip: "192.0.2.1" });
  expect(first).toEqual({ kind: "actions", value: "a", without: { actions: ["b"], ip: "192.0.2.1" } });
  expect(chipsOf({ actions: ["a"] })[0]?.without).toEqual({});
});

test("each condition is one chip", () => {
  const chips = chipsOf({
    members: ["1"],
    attributes: [
      { name: "status", side: "was", value: true },
      { name: "reason", side: "either", value: "x" },
    ],
    from: "2026-11-21T00:00:00Z",
    unpublished: true,
  });
  expect(chips.map((chip) => chip.kind)).toEqual(["members", "attribute", "attribute", "from", "unpublished"]);
  expect(chips[1]).toMatchObject({ without: { attributes: [{ name: "reason" }] } });
});
