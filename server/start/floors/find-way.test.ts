import { expect, test } from "vitest";
import { findWay } from "./find-way.mjs";

const imports = new Map(
  Object.entries({ page: ["form", "words"], form: ["words", "schema"], schema: ["zod"], words: ["form"] }).map(
    ([file, others]) => [file, new Set(others)],
  ),
);

test("a file loads a package by the shortest way of imports, and the way is told", () => {
  expect(findWay(imports, "page", "zod")).toEqual(["page", "form", "schema", "zod"]);
});

test("what no import leads to is not loaded, round a circle neither", () => {
  expect(findWay(imports, "words", "charts")).toBeNull();
});

test("a file without imports loads nothing but itself", () => {
  expect(findWay(imports, "zod", "page")).toBeNull();
});
