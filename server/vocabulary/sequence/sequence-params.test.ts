import { expect, test } from "vitest";
import { sequenceFromParams } from "./sequence-params.ts";

const rules = (query: string) =>
  sequenceFromParams(new URLSearchParams(query)).conditionFaults.map(({ key, rule }) => [key, rule]);

test("what stands twice in a sequence's address is named, and the second is never dropped in silence", () => {
  const steps = "1.action=member.joined&2.action=member.logged-in";
  expect(rules(`by=member&within=1h&${steps}&2.times=3`)).toEqual([]);
  expect(rules(`by=member&by=device&within=1h&within=2h&${steps}&2.times=3&2.times=4&2.not=true&2.not=false`)).toEqual([
    ["by", "once"],
    ["within", "once"],
    ["2.times", "once"],
    ["2.not", "once"],
  ]);
});
