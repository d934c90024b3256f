import { expect, test } from "vitest";
import en from "../../messages/en.json" with { type: "json" };
import ko from "../../messages/ko.json" with { type: "json" };
import { policyOutcomes, readPolicyOutcome } from "./policy-outcome.ts";

test("every outcome is read from the text that is stored, with its number", () => {
  for (const { name, text } of policyOutcomes) {
    expect(readPolicyOutcome(text.replace("#", "12"))?.name).toBe(name);
  }
  expect(readPolicyOutcome("logged out on 1 other device")).toEqual({ name: "one-elsewhere", count: 1 });
  expect(readPolicyOutcome("logged out on 3 other devices")).toEqual({ name: "some-elsewhere", count: 3 });
  expect(readPolicyOutcome("skipped: older than 1440 minutes")).toEqual({ name: "too-old", count: 1440 });
});

test("a text that is not ours is no outcome of ours, however near it comes", () => {
  for (const text of ["", "written", "device registered ", "Device registered", "logged out on other devices", "7"]) {
    expect(readPolicyOutcome(text)).toBeNull();
  }
});

test("every outcome has words in both languages, and no words are left over", () => {
  const names = policyOutcomes.map(({ name }) => name).sort();
  expect(Object.keys(en.policyOutcomes).sort()).toEqual(names);
  expect(Object.keys(ko.policyOutcomes).sort()).toEqual(names);
});
