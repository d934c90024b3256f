import { expect, test } from "vitest";
import { actText } from "./act-text.ts";

const words = {
  acts: { "sign-in": "Signed in", republish: "Ordered" },
  refusedActs: { "republish-create": "Tried to order" },
};

test("what was refused is said as tried, by the name of its procedure", () => {
  expect(actText({ act: "republish.create", result: "refused" }, words)).toBe("Tried to order");
  expect(actText({ act: "republish", result: "done" }, words)).toBe("Ordered");
});

test("a refusal that has no words of its own is said as the act", () => {
  expect(actText({ act: "sign-in", result: "refused" }, words)).toBe("Signed in");
});

test("what has no words, or is named like a part of every object, has none", () => {
  expect(actText({ act: "republish.create", result: "done" }, words)).toBeNull();
  expect(actText({ act: "constructor", result: "refused" }, words)).toBeNull();
});
