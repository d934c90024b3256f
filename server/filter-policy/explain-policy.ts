import { sayWhyNot, shorten, showToken } from "./explain-rule.ts";
import { explanationWords } from "./explanation-words.ts";
import { policyPaths } from "./match-policy.ts";
import { type Leaves, messageLeaves } from "./message-leaves.ts";
import type { KeyRules, Policy, PolicyMessage, Rule } from "./policy.ts";
import { ruleSetOf } from "./rule-set.ts";
import type { Token } from "./typed-token.ts";
import { fillWords, type Words } from "./words.ts";

/** One statement about a policy and a message, and what it rests on: policy, branches, keys, rules. */
export interface Explanation {
  matches: boolean;
  words: Words;
  /** Where in the policy's text the rule stands; null for what stands for more than one. */
  at: number | null;
  children: readonly Explanation[];
}

const SHOWN_VALUES = 5;

/** Comparisons spent on telling which rules of a key hold beside the one that decides. */
const MAX_COMPARISONS = 100_000;

/**
 * Explains why a message passes a policy or not, as a tree that a person can read.
 *
 * Its root is decided by what delivers messages; the sentences never decide anything.
 */
export function explainPolicy(policy: Policy, message: PolicyMessage): Explanation {
  if (policy.branches.length === 0) return say(true, "everything", {}, []);
  const { leaves, none } = messageLeaves(message, policy.scope, policyPaths(policy));
  if (leaves === undefined) return say(false, none, {}, []);
  const keys = policy.branches.map((branch) => branch.map((key) => explainKey(key, leaves)));
  if (keys.length === 1) return sayAll(keys[0] ?? [], "passes", "fails", {});
  const branches = keys.map((ofBranch, index) => sayAll(ofBranch, "branchHolds", "branchFails", { branch: index + 1 }));
  const holding = branches.findIndex(({ matches }) => matches);
  const values = { branch: holding + 1, count: branches.length };
  return say(holding >= 0, holding >= 0 ? "passesBranch" : "failsBranches", values, branches);
}

type KeyExplanation = Explanation & { path: string };

function sayAll(
  keys: readonly KeyExplanation[],
  holds: keyof typeof explanationWords,
  fails: keyof typeof explanationWords,
  values: Record<string, number>,
): Explanation {
  const failing = keys.filter(({ matches }) => !matches).map(({ path }) => path);
  const matches = failing.length === 0;
  return say(matches, matches ? holds : fails, { ...values, keys: shorten(failing.join(", ")) }, keys);
}

function explainKey({ path, rules }: KeyRules, leaves: Leaves): KeyExplanation {
  const values = leaves.get(path) ?? [];
  const ruleSet = ruleSetOf(rules);
  const matches = ruleSet.accepts(values);
  const key = shorten(path);
  const deciding = matches ? values.find((value) => ruleSet.acceptsValue(value)) : undefined;
  const children = rules.map((rule) => explainRule(rule, { values, deciding, isPossible: matches, rules }));
  if (values.length === 0)
    return { path, ...say(matches, matches ? "keyAbsentHolds" : "keyAbsentFails", { key }, children) };
  if (deciding !== undefined) return { path, ...say(true, "keyHolds", { key, value: showToken(deciding) }, children) };
  const shown = values.slice(0, SHOWN_VALUES).map(showToken).join(", ");
  const value = values.length > SHOWN_VALUES ? `${shown}, … (${values.length})` : shown;
  return { path, ...say(false, "keyFails", { key, value }, children) };
}

type KeyFacts = {
  values: readonly Token[];
  /** The first value that satisfies any rule of the key. */
  deciding: Token | undefined;
  /** False when the key as a whole fails, so that no rule needs to be tried. */
  isPossible: boolean;
  rules: readonly Rule[];
};

function explainRule(rule: Rule, { values, deciding, isPossible, rules }: KeyFacts): Explanation {
  const alone = ruleSetOf([rule]);
  const about = { rule: shorten(rule.source) };
  if (isPossible && values.length === 0 && alone.acceptsAbsent) return say(true, "ruleHoldsAbsent", about, [], rule.at);
  const tried =
    values.length * rules.length <= MAX_COMPARISONS ? values : [deciding].filter((value) => value !== undefined);
  const value = isPossible ? tried.find((one) => alone.acceptsValue(one)) : undefined;
  if (value !== undefined) return say(true, "ruleHolds", { ...about, value: showToken(value) }, [], rule.at);
  return { matches: false, words: sayWhyNot(rule, values.slice(0, SHOWN_VALUES)), at: rule.at, children: [] };
}

function say(
  matches: boolean,
  sentence: keyof typeof explanationWords,
  values: Readonly<Record<string, string | number>>,
  children: readonly Explanation[],
  at: number | null = null,
): Explanation {
  return { matches, words: fillWords(explanationWords[sentence], values), at, children };
}
