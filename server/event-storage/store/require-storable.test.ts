import { expect, test } from "vitest";
import { requireStorable } from "./require-storable.ts";

test.each<[string, Record<string, unknown>]>([
  ["memberId", { memberId: "m-\ud800" }],
  ["attributes.note.to", { attributes: { note: { to: "\udc00\ud800" } } }],
  ["attributes.note.to", { attributes: { note: { to: ["a", { b: "\u0000" }] } } }],
  ["context", { context: { "\ud800": 1 } }],
  ["context.x", { context: { x: Number.NaN } }],
  ["context.x.1", { context: { x: [0, Number.NEGATIVE_INFINITY] } }],
])("%s is named when it would be changed or refused without a name: %#", (field, given) => {
  expect(() => requireStorable(given)).toThrow(expect.objectContaining({ code: "bad-input", field }));
});

test("what is nested without end is refused, and does not end the stack", () => {
  const deep = JSON.parse(`${"[".repeat(50_000)}${"]".repeat(50_000)}`);
  expect(() => requireStorable({ context: { deep } })).toThrow("context.deep.0: is nested deeper than 100 levels");
});

test("everything else passes: emoji, U+FFFE, control characters, the largest double, null, and what is not given", () => {
  const context = { "\u{1f600}": "\u{1f600}\ufffe\uffff\u0001", n: [Number.MAX_VALUE, -0, 2 ** 60], none: null };
  expect(() => requireStorable({ memberId: "m-1", context, correlationId: undefined })).not.toThrow();
});

test("whole numbers beyond 2^53 are refused where they may have been rounded on their way", () => {
  const exact = { wholeNumbers: "exact" as const };
  expect(() => requireStorable({ context: { n: 2 ** 53 - 1 } }, exact)).not.toThrow();
  expect(() => requireStorable({ context: { n: 2 ** 53 } }, exact)).toThrow(
    "context.n: is a whole number beyond 9007199254740991",
  );
});
