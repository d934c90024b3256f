import { expect, test } from "vitest";
import { wordOf } from "./word-of.ts";

test("a code has its word, and a value that every object has by name is none", () => {
  expect(wordOf({ email: "e-mail" }, "email")).toBe("e-mail");
  for (const value of ["constructor", "toString", "__proto__", "push"]) expect(wordOf({}, value)).toBeUndefined();
});
