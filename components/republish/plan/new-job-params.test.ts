import { expect, test } from "vitest";
import { readNewJobParams, targetFaults } from "./new-job-params.ts";

const read = (query: string) => readNewJobParams(new URLSearchParams(query));
const rules = (query: string) => read(query).faults.map(({ key, rule }) => [key, rule]);

test("an empty address begins a job of conditions, inside, for everybody", () => {
  expect(read("")).toEqual({
    policy: null,
    layer: "internal",
    ofJob: null,
    target: "ALL",
    rate: 200,
    order: "member",
    faults: [],
  });
});

test("what an explorer or another job carries over is understood whole", () => {
  const ofJob = "0199a2b4-7c1e-7d3a-9f00-1c2d3e4f5a6b";
  expect(read(`ofJob=${ofJob}&layer=external&target=partner-x&rate=10000&order=hold`)).toMatchObject({
    ...{ ofJob, layer: "external", target: "partner-x", rate: 10_000, order: "hold" },
    faults: [],
  });
  expect(read("policy=&scope=MessageBody").policy).toEqual({ text: "", scope: "MessageBody" });
});

test("what is none of the words or numbers is named, and is never another one", () => {
  expect(rules("layer=outside&scope=body&order=newest")).toEqual([
    ["scope", "word"],
    ["layer", "word"],
    ["order", "word"],
  ]);
  expect(rules("ofJob=17&target=")).toEqual([
    ["ofJob", "uuid"],
    ["target", "empty"],
  ]);
  for (const rate of ["0", "10001", "-1", "1.5", "fast", ""])
    expect(rules(`rate=${rate}`)).toEqual([["rate", "whole-number"]]);
  expect(rules("rate=1")).toEqual([]);
  expect(rules("layer=external&layer=internal")).toEqual([["layer", "once"]]);
});

test("a target is judged once it is known who receives", () => {
  expect(targetFaults("nobody", undefined)).toEqual([]);
  expect(targetFaults("ALL", [])).toEqual([]);
  expect(targetFaults("partner-x", ["partner-x"])).toEqual([]);
  expect(targetFaults("nobody", ["partner-x"])).toEqual([
    { key: "target", value: "nobody", rule: "word", expected: "ALL, partner-x" },
  ]);
});
