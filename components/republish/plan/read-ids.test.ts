import { expect, test } from "vitest";
import { notEventIds, readIds } from "./read-ids.ts";

test("ids are read from lines, commas and spaces, each once", () => {
  expect(readIds("a\nb, c;d  a\r\n\n")).toEqual(["a", "b", "c", "d"]);
  expect(readIds(" \n")).toEqual([]);
});

test("what is no event id is told apart", () => {
  const id = "0199a2b4-7c1e-7d3a-9f00-1c2d3e4f5a6b";
  expect(notEventIds([id, "m-1", `${id}0`])).toEqual(["m-1", `${id}0`]);
});
