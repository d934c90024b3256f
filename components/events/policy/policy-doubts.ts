import type { Policy } from "#server/filter-policy/policy";
import { keysAt, type PolicyWords } from "./policy-completion.ts";

/** A name in a valid policy that the catalog does not know, so that it probably matches nothing. */
export type PolicyDoubt = { about: "key" | "action"; name: string };

/** What a policy asks for and no message of this catalog holds; nothing while the catalog is not known yet. */
export function policyDoubts(policy: Policy, words: Omit<PolicyWords, "targets">): PolicyDoubt[] {
  if (words.actions.length === 0) return [];
  const doubts = policy.branches.flat().flatMap(({ path, rules }): PolicyDoubt[] => {
    // That a key is missing may well be asked of a key that nobody knows.
    const isAsked = rules.every((rule) => rule.kind !== "exists" || rule.isWanted);
    if (isAsked && !isKnown(path, words)) return [{ about: "key", name: path }];
    if (path !== "action") return [];
    return rules.flatMap((rule): PolicyDoubt[] =>
      rule.kind === "string" && !words.actions.includes(rule.value) ? [{ about: "action", name: rule.value }] : [],
    );
  });
  return doubts.filter(({ name }, at) => doubts.findIndex((other) => other.name === name) === at);
}

/** The context holds what producers like; everywhere else the names are given. */
function isKnown(path: string, words: Omit<PolicyWords, "targets">): boolean {
  const [first = "", second] = path.split(".");
  if (!keysAt("", words).includes(first)) return false;
  if (words.scope === "MessageAttributes" || first !== "attributes" || second === undefined) return true;
  return keysAt("attributes", words).includes(second);
}
