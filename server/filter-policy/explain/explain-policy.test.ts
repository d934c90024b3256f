import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import hardCases from "../cases/hard-cases.json" with { type: "json" };
import { parsePolicy } from "../parse/parse-policy.ts";
import { type Explanation, explainPolicy } from "./explain-policy.ts";
import { linesOf } from "./print-explanation.ts";

const hardCase = z.object({
  about: z.string(),
  scope: z.string(),
  policy: z.string(),
  attributes: z.record(z.string(), z.object({ Type: z.string(), Value: z.string() })).optional(),
  body: z.string().optional(),
  matches: z.boolean(),
  en: z.array(z.string()),
  ko: z.array(z.string()),
});

function explain({ policy, scope, attributes, body }: z.infer<typeof hardCase>): Explanation {
  const reading = parsePolicy(policy, scope);
  if (reading.policy === undefined) throw new Error(reading.fault.message);
  return explainPolicy(reading.policy, body === undefined ? { attributes: attributes ?? {} } : { body });
}

test.each(z.array(hardCase).parse(hardCases))("$about", (one) => {
  const explanation = explain(one);
  expect(explanation.matches).toBe(one.matches);
  expect(linesOf(explanation, "en")).toEqual(one.en);
  expect(linesOf(explanation, "ko")).toEqual(one.ko);
});

test("a value that looks like a place in a sentence stays a value", () => {
  const explanation = explain({
    ...{ about: "", scope: "MessageBody", matches: false, en: [], ko: [] },
    policy: '{"a":[{"prefix":"{value}"}]}',
    body: '{"a":5,"b":"{type}"}',
  });
  expect(explanation.children[0]?.children[0]?.words.en).toBe(
    '{"prefix":"{value}"}: 5 is a number; SNS never compares values of different types.',
  );
});

test("every sentence of an explanation is filled", () => {
  const unfilled = (one: Explanation): string[] => {
    const own = [one.words.ko, one.words.en].filter((text) => /\{(key|keys|value|rule|branch|count|type)\}/.test(text));
    return [...own, ...one.children.flatMap(unfilled)];
  };
  for (const one of z.array(hardCase).parse(hardCases)) expect(unfilled(explain(one))).toEqual([]);
});

test("the guide shows every hard case as it is explained", () => {
  const guide = readFileSync(new URL("../../../docs/filter-policies.md", import.meta.url), "utf8");
  for (const { policy, en } of z.array(hardCase).parse(hardCases)) {
    expect(guide).toContain(`\`${policy}\``);
    expect(guide).toContain(`\`\`\`\n${en.join("\n")}\n\`\`\``);
  }
});
