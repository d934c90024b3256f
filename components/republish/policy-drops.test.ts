import { expect, test } from "vitest";
import { policyDrops } from "./policy-drops.ts";

const event = { action: "identity-verification.removed", changed: ["identityVerification"] };

test("a policy that names other actions drops the event, one that names it or no action does not", () => {
  expect(policyDrops({ policy: { target: ["ALL"], action: ["member.joined"] } }, event)).toBe(true);
  expect(policyDrops({ policy: { action: ["member.joined", "identity-verification.removed"] } }, event)).toBe(false);
  expect(policyDrops({ policy: { target: ["ALL"] } }, event)).toBe(false);
});

test("of the changed attributes one hit is enough", () => {
  expect(policyDrops({ policy: { changed: ["phoneNumber"] } }, event)).toBe(true);
  expect(policyDrops({ policy: { changed: ["phoneNumber", "identityVerification"] } }, event)).toBe(false);
});

test("rules beyond plain texts are not judged here", () => {
  expect(policyDrops({ policy: { action: [{ prefix: "member." }] } }, event)).toBe(false);
});
