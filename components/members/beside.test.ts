import { expect, test } from "vitest";
import { BESIDE, MOST_BESIDE, readBeside, writeBeside } from "./beside.ts";

const read = (text: string) => readBeside(new URLSearchParams({ [BESIDE]: text }), "m-1");

test("members beside come back from the address as they were, whatever stands in their ids", () => {
  const ids = ["a,b", "c d", "100%"];
  expect(read(writeBeside(ids))).toEqual({ ids, faults: [] });
});

test("nobody stands beside oneself, and nobody twice", () => {
  expect(read("m-1,m-2,m-2,")).toEqual({ ids: ["m-2"], faults: [] });
  expect(readBeside(new URLSearchParams(), "m-1")).toEqual({ ids: [], faults: [] });
});

test("what names no member, is too much or stands twice is said", () => {
  const rules = (text: string) => read(text).faults.map(({ rule, value }) => [rule, value]);
  expect(rules("m-2,%zz")).toEqual([["written", "%zz"]]);
  expect(rules("x".repeat(64))).toEqual([]);
  expect(rules("x".repeat(65))).toEqual([["long", "x".repeat(65)]]);
  const many = Array.from({ length: MOST_BESIDE + 1 }, (_, n) => `m-${n + 2}`);
  expect(rules(many.slice(1).join())).toEqual([]);
  expect(rules(many.join())).toEqual([["many-values", null]]);
  const twice = new URLSearchParams("beside=m-2&beside=m-3");
  expect(readBeside(twice, "m-1").faults).toMatchObject([{ key: "beside", rule: "once" }]);
});
