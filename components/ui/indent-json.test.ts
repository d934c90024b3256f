import { expect, test } from "vitest";
import { indentJson } from "./indent-json.ts";

test.each([
  { a: 1, b: [true, null, 'x\n"y"'], c: {}, d: [], e: { f: [[1], { g: "가" }] } },
  [],
  {},
  [[], {}],
  "text",
  1.5,
  null,
])("%j stands as JSON.stringify would set it", (value) => {
  expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
});

test("numbers stay as they are spelled, and repeated keys stay", () => {
  expect(indentJson('{"n":[9007199254740993,1e400,1.10],"n":-0}')).toBe(
    '{\n  "n": [\n    9007199254740993,\n    1e400,\n    1.10\n  ],\n  "n": -0\n}',
  );
});

test.each(["", "{", "no JSON", '{"a": NaN}'])("%s is not JSON and stays as it is", (text) => {
  expect(indentJson(text)).toBe(text);
});
