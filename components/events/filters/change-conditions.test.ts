import { expect, test } from "vitest";
import type { Condition } from "#server/vocabulary/conditions";
import { withCondition, withoutPeriod, withValues } from "./change-conditions.ts";

const member: Condition = { field: "member", operator: "any", values: ["1"] };
const since = (time: string): Condition => ({ field: "occurred", operator: "between", values: [`${time}..`] });

test("values of the same question join, another question stands beside it", () => {
  const added: Condition = { ...member, values: ["2", "1"] };
  expect(withCondition([member], added)).toEqual([{ ...member, values: ["1", "2"] }]);
  const not: Condition = { ...member, operator: "none" };
  expect(withCondition([member], not)).toEqual([member, not]);
  const named: Condition = { field: "was", name: "a", operator: "any", values: ["x"] };
  expect(withCondition([named], { ...named, name: "b" })).toHaveLength(2);
});

test("a new period takes the place of the old one", () => {
  expect(withCondition([since("2026-11-26Z"), member], since("2026-11-27Z"))).toEqual([member, since("2026-11-27Z")]);
  expect(withoutPeriod([since("2026-11-26Z"), member])).toEqual([member]);
});

test("ticking and unticking values leaves no empty condition", () => {
  expect(withValues([], "action", ["a.b"])).toEqual([{ field: "action", operator: "any", values: ["a.b"] }]);
  expect(withValues([{ field: "action", operator: "any", values: ["a.b"] }], "action", [])).toEqual([]);
});
