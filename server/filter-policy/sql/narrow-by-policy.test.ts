import { expect, test } from "vitest";
import { parsePolicy } from "../parse/parse-policy.ts";
import { type Narrowing, narrowByPolicy } from "./narrow-by-policy.ts";

function narrow(policy: unknown, scope = "MessageBody"): Narrowing {
  const reading = parsePolicy(policy, scope);
  if (reading.policy === undefined) throw new Error(reading.fault.message);
  return narrowByPolicy(reading.policy);
}

test("keys with exact values narrow, each to its place", () => {
  expect(narrow({ action: ["a.b"], changed: ["x", "y"], target: ["ALL"] }, "MessageAttributes")).toEqual({
    actions: ["a.b"],
    changed: ["x", "y"],
  });
  expect(narrow({ memberId: ["m-1"], context: { ip: ["::1"], deviceId: ["d"] }, correlationId: ["c"] })).toEqual({
    members: ["m-1"],
    ips: ["::1"],
    devices: ["d"],
    correlations: ["c"],
  });
  expect(narrow({ "attributes.plan.to": ["paid", true] })).toEqual({
    attributes: [{ name: "plan", side: "to", values: ["paid", true] }],
  });
});

test("a key with any other rule does not narrow", () => {
  expect(narrow({ action: ["a.b", { prefix: "a" }] })).toEqual({});
  expect(narrow({ memberId: ["m-1", { exists: false }] })).toEqual({});
  expect(narrow({ attributes: { points: { to: [5] } } })).toEqual({});
  expect(narrow({ attributes: { note: { to: ["x", null] } } })).toEqual({});
});

test("a key narrows over all branches or not at all", () => {
  expect(narrow({ $or: [{ action: ["a.b"] }, { action: ["c.d"], memberId: ["m"] }] })).toEqual({
    actions: ["a.b", "c.d"],
  });
  expect(narrow({ $or: [{ action: ["a.b"] }, { memberId: ["m"] }] })).toEqual({});
});

test("the attributes of a message are not its body", () => {
  expect(narrow({ memberId: ["m-1"], "attributes.plan.to": ["paid"] }, "MessageAttributes")).toEqual({});
});

test("the empty policy does not narrow", () => {
  expect(narrow({})).toEqual({});
});
