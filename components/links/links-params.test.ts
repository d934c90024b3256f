import { expect, test } from "vitest";
import { readLinksParams } from "./links-params.ts";

const read = (query: string) => readLinksParams(new URLSearchParams(query));
const rules = (query: string) => read(query).faults.map(({ key, rule }) => [key, rule]);

test("links are of a value or of a member, as they were written", () => {
  expect(read("")).toEqual({ of: null, faults: [] });
  expect(read("device=%20d-1")).toEqual({ of: { kind: "device", value: " d-1" }, faults: [] });
  expect(read("member=4711")).toEqual({ of: { memberId: "4711" }, faults: [] });
});

test("two values, an empty one and what is no value are named", () => {
  expect(rules("device=d-1&ip=203.0.113.9&member=4711")).toEqual([
    ["ip", "only-one"],
    ["member", "only-one"],
  ]);
  expect(rules("device=")).toEqual([["device", "empty"]]);
  expect(rules("device=a&device=b")).toEqual([["device", "once"]]);
  expect(rules("devcie=d-1")).toEqual([["devcie", "unknown"]]);
});
