import { expect, test } from "vitest";
import { placeIn } from "./policy-place.ts";

test("a place is told by line and column, with its line", () => {
  const text = '{\n  "a": "x"\n}';
  expect(placeIn(text, text.indexOf('"x"'))).toEqual({ line: 2, column: 8, excerpt: '  "a": "x"', before: '  "a": ' });
  expect(placeIn(text, 0)).toMatchObject({ line: 1, column: 1, excerpt: "{" });
});

test("the end of the text and a line break are places, too", () => {
  expect(placeIn("{", 1)).toMatchObject({ line: 1, column: 2, before: "{" });
  expect(placeIn("ab\ncd", 2)).toMatchObject({ line: 1, column: 3, excerpt: "ab" });
});

test("of a long line only the part around the place is shown", () => {
  const { excerpt, before, column } = placeIn("x".repeat(100), 60);
  expect([excerpt.length, before.length, column]).toEqual([44, 24, 61]);
});
