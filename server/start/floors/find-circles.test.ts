import { expect, test } from "vitest";
import { findCircles } from "./find-circles.mjs";

const graphOf = (leads: Record<string, string[]>) =>
  new Map(Object.entries(leads).map(([name, others]) => [name, new Set(others)]));

test("two that import each other are one circle, told from the first of them round to it again", () => {
  expect(findCircles(graphOf({ b: ["a"], a: ["b", "c"], c: [] }))).toEqual([["a", "b", "a"]]);
});

test("a circle over several is found, whatever leads into it and out of it", () => {
  const graph = graphOf({ app: ["x"], x: ["y", "ground"], y: ["z"], z: ["x"], ground: [] });
  expect(findCircles(graph)).toEqual([["x", "y", "z", "x"]]);
});

test("two circles apart are two", () => {
  const graph = graphOf({ a: ["b"], b: ["a", "m"], m: ["n"], n: ["m"] });
  expect(findCircles(graph)).toEqual([
    ["a", "b", "a"],
    ["m", "n", "m"],
  ]);
});

test("two ways to one place are no circle", () => {
  expect(findCircles(graphOf({ top: ["left", "right"], left: ["ground"], right: ["ground"], ground: [] }))).toEqual([]);
});
