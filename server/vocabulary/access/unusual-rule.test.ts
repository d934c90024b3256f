import { expect, test } from "vitest";
import { isUnusual } from "./unusual-rule.ts";

test("three times the usual is unusual, less is not, and a few members never are", () => {
  expect(isUnusual({ members: 312, usual: 40 })).toBe(true);
  expect(isUnusual({ members: 120, usual: 40 })).toBe(true);
  expect(isUnusual({ members: 119, usual: 40 })).toBe(false);
  expect(isUnusual({ members: 20, usual: 0 })).toBe(true);
  expect(isUnusual({ members: 19, usual: 0 })).toBe(false);
});
