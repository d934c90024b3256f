import { expect, test } from "vitest";
import { isExactNumber, parseExactly } from "./exact-number.ts";

test.each([
  ["0", true],
  ["-0.10", true],
  ["1.50000000000000000000", true],
  ["0.30000000000000004", true],
  ["9007199254740992", true],
  ["9007199254740993", false],
  ["1000000000000000000000", true],
  ["1234567890123456789", false],
  ["1234567890.1234567890123", false],
  ["1e21", true],
  ["1.5E+3", true],
  ["1e400", false],
  ["1e-400", false],
  ["+.5", true],
])("%s is held exactly: %s", (text, isExact) => expect(isExactNumber(text)).toBe(isExact));

test("only numbers that would change become texts, at any depth, and texts stay as they are", () => {
  const json =
    '{"a": [9007199254740993, 1.10], "t": "\\"x\\": 9007199254740993", "b": {"c": -1e400, "9007199254740993": 2}}';
  expect(parseExactly(json)).toEqual({
    a: ["9007199254740993", 1.1],
    t: '"x": 9007199254740993',
    b: { c: "-1e400", "9007199254740993": 2 },
  });
});
