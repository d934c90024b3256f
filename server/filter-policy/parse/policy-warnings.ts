import type { KeyRules, PolicyScope, PolicyWarning, Rule } from "../policy.ts";
import { isAscii } from "../values/fold-case.ts";
import { fillWords } from "../words.ts";
import { policyWarnings } from "./policy-hints.ts";

const PROMISED_NUMBER = 1e9;
const PROMISED_KEYS = 5;

/** What SNS accepts in a policy and that may not do what was meant, each once. */
export function warningsOf(branches: readonly (readonly KeyRules[])[], scope: PolicyScope): PolicyWarning[] {
  const keys = new Map(branches.flat().map((key) => [key.rules, key] as const));
  const warnings = [...keys.values()].flatMap(({ rules }) => [
    ...rules.flatMap((rule) => warningsOfRule(rule, scope)),
    ...warningsOfList(rules),
  ]);
  if (keys.size > PROMISED_KEYS) {
    warnings.unshift({ words: fillWords(policyWarnings.leafKeys, { count: keys.size }), at: 0 });
  }
  return warnings;
}

function warningsOfRule(rule: Rule, scope: PolicyScope): PolicyWarning[] {
  const { at, source } = rule;
  const warn = (name: keyof typeof policyWarnings) => ({ words: fillWords(policyWarnings[name], { source }), at });
  const texts = textsOf(rule);
  return [
    ...(numbersOf(rule).some((value) => Math.abs(value) > PROMISED_NUMBER) ? [warn("largeNumber")] : []),
    ...(rule.kind === "cidr" && !rule.range.isAligned ? [warn("cidrNotAligned")] : []),
    ...(rule.kind === "equals-ignore-case" && !isAscii(rule.value) ? [warn("foldedLetters")] : []),
    ...(scope === "MessageAttributes" && texts.some((text) => /["\\]/.test(text)) ? [warn("escapedCharacters")] : []),
  ];
}

function warningsOfList(rules: readonly Rule[]): PolicyWarning[] {
  const [, second] = rules.filter(({ kind }) => kind === "anything-but" || kind === "anything-but-prefix");
  return second === undefined ? [] : [{ words: policyWarnings.anythingButTwice, at: second.at }];
}

function textsOf(rule: Rule): string[] {
  if (rule.kind === "anything-but") return rule.values.flatMap((one) => (one.kind === "string" ? [one.value] : []));
  return "value" in rule ? [rule.value] : [];
}

function numbersOf(rule: Rule): number[] {
  if (rule.kind === "number") return [Number(rule.spelled)];
  if (rule.kind === "anything-but")
    return rule.values.flatMap((one) => (one.kind === "number" ? [Number(one.spelled)] : []));
  if (rule.kind !== "numeric") return [];
  return [rule.from, rule.to].flatMap((bound) => (bound === null ? [] : [bound.key / 1e6 - 5e9]));
}
