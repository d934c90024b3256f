import { expect, test } from "vitest";
import { readBeside, writeBeside } from "./beside.ts";

test("members beside come back from the address as they were, whatever stands in their ids", () => {
  const ids = ["a,b", "c d", "100%"];
  expect(readBeside(writeBeside(ids), "m-1")).toEqual(ids);
});

test("nobody stands beside oneself, nobody twice, and what cannot be read is left out", () => {
  expect(readBeside("m-1,m-2,m-2,,%zz", "m-1")).toEqual(["m-2"]);
  expect(readBeside(null, "m-1")).toEqual([]);
});
