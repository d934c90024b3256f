import { expect, test } from "vitest";
import { isSamePolicy } from "./same-policy.ts";

test.each([
  ['{"a": ["x"], "b": ["y"]}', '{"b":["y"],"a":["x"]}', true],
  ["", "{}", true],
  ['{"a": {"c": [1], "b": [null]}}', '{"a":{"b":[null],"c":[1]}}', true],
  ['{"a": ["x"]}', '{"a": ["X"]}', false],
  ['{"a": [1]}', '{"a": ["1"]}', false],
  ['{"a": [null]}', '{"a": ["null"]}', false],
  ['{"a": [12345678901234567890]}', '{"a": [12345678901234567000]}', false],
  ['{"a": ["x"]}', "{}", false],
])("%s and %s are the same policy: %s", (one, other, isSame) => {
  expect(isSamePolicy(one, other)).toBe(isSame);
});
