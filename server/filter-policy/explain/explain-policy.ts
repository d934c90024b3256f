import { type LeafValues, tokensOf } from "../match/leaf-collector.ts";
import { policyPaths } from "../match/match-policy.ts";
import { type Leaves, messageLeaves } from "../match/message-leaves.ts";
import { ruleSetOf } from "../match/rule-set.ts";
import type { KeyRules, Policy, PolicyMessage, Rule } from "../policy.ts";
import { NumberList } from "../values/number-list.ts";
import type { Token } from "../values/typed-token.ts";
import { fillWords, type Words } from "../words.ts";
import { sayWhyNot, shorten, showToken } from "./explain-rule.ts";
import { explanationWords } from "./explanation-words.ts";

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
  if (leaves === undefined) return say(false, none.sentence, { name: shorten(none.name ?? "") }, []);
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
  const found = leaves.get(path);
  const key = shorten(path);
  const ruleSet = ruleSetOf(rules);
  if (found === undefined) {
    const children = rules.map((rule) => explainAbsence(rule));
    return {
      path,
      ...say(ruleSet.acceptsAbsent, ruleSet.acceptsAbsent ? "keyAbsentHolds" : "keyAbsentFails", { key }, children),
    };
  }
  const matches = ruleSet.accepts(found);
  const count = found.strings.length + found.keys.length + found.tokens.length;
  // A key that fails has no rule that holds, so that none needs to be tried.
  const isWorthTrying = matches && count * rules.length <= MAX_COMPARISONS;
  const deciding = matches ? ruleSet.findAccepted(found) : undefined;
  const shown = tokensOf(found, SHOWN_VALUES).slice(0, SHOWN_VALUES);
  const tried = isWorthTrying ? found : leafOf(deciding);
  const children = rules.map((rule) => explainRule(rule, tried, shown));
  if (deciding !== undefined) return { path, ...say(true, "keyHolds", { key, value: showToken(deciding) }, children) };
  const list = shown.map(showToken).join(", ");
  const value = count > shown.length ? `${list}, … (${count})` : list;
  return { path, ...say(matches, matches ? "keyHolds" : "keyFails", { key, value }, children) };
}

function explainAbsence(rule: Rule): Explanation {
  if (!ruleSetOf([rule]).acceptsAbsent)
    return { matches: false, words: sayWhyNot(rule, []), at: rule.at, children: [] };
  return say(true, "ruleHoldsAbsent", { rule: shorten(rule.source) }, [], rule.at);
}

function explainRule(rule: Rule, tried: LeafValues, shown: readonly Token[]): Explanation {
  const value = ruleSetOf([rule]).findAccepted(tried);
  if (value === undefined) return { matches: false, words: sayWhyNot(rule, shown), at: rule.at, children: [] };
  return say(true, "ruleHolds", { rule: shorten(rule.source), value: showToken(value) }, [], rule.at);
}

/** The one value that decides, as if it stood alone. */
function leafOf(token: Token | undefined): LeafValues {
  const values: LeafValues = { strings: [], keys: new NumberList(), tokens: [] };
  if (token?.startsWith("s:")) values.strings.push(token.slice(2));
  else if (token?.startsWith("n:")) values.keys.push(Number(token.slice(2)));
  else if (token !== undefined) values.tokens.push(token);
  return values;
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
