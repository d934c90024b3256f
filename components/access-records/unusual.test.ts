import { expect, test } from "vitest";
import { isUnusual } from "./unusual.ts";

test("many more members than usual are unusual, a few are not", () => {
  expect(isUnusual({ members: 312, usual: 40 })).toBe(true);
  expect(isUnusual({ members: 120, usual: 40 })).toBe(false);
  expect(isUnusual({ members: 19, usual: 0 })).toBe(false);
});
