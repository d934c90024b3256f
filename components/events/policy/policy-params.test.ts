import { expect, test } from "vitest";
import { type PolicyQuestion, questionFromParams, questionToQuery } from "./policy-params.ts";

const question: PolicyQuestion = {
  policy: '{"action": [{"prefix": "회원&="}]}',
  scope: "MessageBody",
  layer: "external",
  conditions: [{ field: "occurred", operator: "between", values: ["2026-11-01T00:00:00.000Z.."] }],
  faults: [],
};

test("a question comes back from its address as it was", () => {
  expect(questionFromParams(new URLSearchParams(questionToQuery(question) ?? ""))).toEqual(question);
});

test("without a policy there is no question, and a blank one is one", () => {
  expect(questionFromParams(new URLSearchParams("action=member.joined"))).toBeNull();
  expect(questionFromParams(new URLSearchParams("policy="))).toMatchObject({ policy: "", scope: "MessageAttributes" });
});

test("a scope or a layer that there is not is named, and is never another one", () => {
  const faults = (query: string) =>
    questionFromParams(new URLSearchParams(query))?.faults.map(({ key, rule, expected }) => [key, rule, expected]);
  expect(faults("policy={}&scope=MessageBody&layer=external")).toEqual([]);
  expect(faults("policy={}&scope=body&layer=outside")).toEqual([
    ["scope", "word", "MessageAttributes, MessageBody"],
    ["layer", "word", "internal, external"],
  ]);
  expect(faults("policy={}&policy={}")).toEqual([["policy", "once", ""]]);
});

test("a policy too long for an address makes none", () => {
  expect(questionToQuery({ ...question, policy: "x".repeat(7000) })).toBeNull();
});
