import { expect, test } from "vitest";
import { parsePolicy } from "#server/filter-policy/parse/parse-policy";
import type { PolicyScope } from "#server/filter-policy/policy";
import { policyDoubts } from "./policy-doubts.ts";

const catalog = { actions: ["member.joined"], attributes: ["phoneNumber"], promoted: ["tier"] };

function doubts(policy: object, scope: PolicyScope, words = catalog) {
  const read = parsePolicy(JSON.stringify(policy), scope).policy;
  if (read === undefined) throw new Error("the policy is not valid");
  return policyDoubts(read, { scope, ...words });
}

test("a key that only the body holds is doubted among the attributes, a promoted one is not", () => {
  expect(doubts({ deviceId: ["d-1"], tier: ["gold"] }, "MessageAttributes")).toEqual([
    { about: "key", name: "deviceId" },
  ]);
});

test("in the body the context takes any name, the attributes those of the catalog", () => {
  const policy = { context: { any: ["x"] }, attributes: { phoneNumber: { to: ["1"] }, phone: { to: ["1"] } } };
  expect(doubts(policy, "MessageBody")).toEqual([{ about: "key", name: "attributes.phone.to" }]);
});

test("an action that is not in the catalog is doubted once, a prefix never", () => {
  const policy = { $or: [{ layer: ["internal"] }, { layer: ["external"] }], action: ["member.join", { prefix: "x." }] };
  expect(doubts(policy, "MessageAttributes")).toEqual([{ about: "action", name: "member.join" }]);
});

test("that an unknown key is missing may be asked, and without a catalog nothing is doubted", () => {
  expect(doubts({ deviceId: ["d-1", { exists: false }] }, "MessageAttributes")).toEqual([]);
  expect(doubts({ deviceId: ["d-1"] }, "MessageAttributes", { actions: [], attributes: [], promoted: [] })).toEqual([]);
});
