import fc from "fast-check";
import { expect, test } from "vitest";
import { beginningOf, piecesOf, valueInLine, visibleJson, visibleLine, visibleText } from "./visible-text.ts";

const hidden = /[\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("\u001b", "[2J", "\n", "\u202e", "ש", "a") }),
);

test("controls, bidirectional orders, halves of a pair and blank fillers get a visible name", () => {
  expect(visibleText("a\u001b[31mb\r\n\u0000\u007f")).toBe("a‹ESC›[31mb‹CR›‹LF›‹NUL›‹DEL›");
  expect(visibleText("\u009b2J \u202eabc\u2069 \ud83d x\u2028y \u3164")).toBe(
    "‹U+009B›2J ‹U+202E›abc‹U+2069› ‹U+D83D› x‹U+2028›y ‹U+3164›",
  );
});

test("what people write stays as it is: Korean, Arabic, joined emoji, Persian joiners", () => {
  for (const text of ["김민지, 서울 ①", "مرحبا", "👩‍👩‍👧", "می‌خواهم", "naïve – “quoted”", "a b"]) {
    expect(visibleText(text)).toBe(text);
  }
});

test("a value from right to left keeps to itself in a line, and cannot end that by its own means", () => {
  expect(valueInLine("Galaxy S24")).toBe("Galaxy S24");
  expect(valueInLine("שלום")).toBe("\u2068שלום\u2069");
  expect(valueInLine("ש\u2069\u202e")).toBe("\u2068ש‹U+2069›‹U+202E›\u2069");
});

test("no text makes two lines of one, or gives a terminal an order", () => {
  fc.assert(
    fc.property(anyText, anyText, (one, other) => {
      const line = visibleLine(`${valueInLine(one)}  ${other}`);
      expect(line.replaceAll(/[\u2068\u2069]/g, "")).not.toMatch(hidden);
    }),
  );
});

test("JSON for a terminal is the same data without hidden characters", () => {
  fc.assert(
    fc.property(fc.dictionary(anyText, anyText), (data) => {
      const json = visibleJson(JSON.stringify(data));
      expect(json).not.toMatch(hidden);
      expect(JSON.parse(json)).toEqual(data);
    }),
  );
});

test("the pieces of a text are the text with its marks", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const shown = piecesOf(text).map((piece) => (piece.isMark ? `‹${piece.text}›` : piece.text));
      expect(shown.join("")).toBe(visibleText(text));
    }),
  );
});

test("the beginning of a text halves no character", () => {
  expect(beginningOf("a😀b😀", 2)).toBe("a😀");
  expect(beginningOf("김민지", 10)).toBe("김민지");
});
