import { type KeyRules, type Policy, policyScopes, type Rule } from "../policy.ts";
import { countCombinations, MAX_COMBINATIONS } from "./count-combinations.ts";
import { type JsonNode, readJsonTree } from "./json-tree.ts";
import { lastLists } from "./last-lists.ts";
import { orBranches } from "./or-branches.ts";
import { parseRule } from "./parse-rule.ts";
import { type PolicyFault, PolicyRefusal, refusal } from "./policy-fault.ts";
import { policyHints } from "./policy-hints.ts";
import { warningsOf } from "./policy-warnings.ts";

type JsonObject = Extract<JsonNode, { kind: "object" }>;

/** A policy, or why SNS would refuse it. */
export type PolicyReading = { policy: Policy; fault?: never } | { policy?: never; fault: PolicyFault };

const MAX_KEYS = 5;
const MAX_POLICY_BYTES = 256 * 1024;

/**
 * Reads a filter policy as SNS does.
 *
 * @param policy its text, or its value. The text is better: it tells numbers by their spelling and faults by their place.
 * @param scope as somebody gave it; SNS knows two.
 */
export function parsePolicy(policy: unknown, scope: string = "MessageAttributes"): PolicyReading {
  const text = typeof policy === "string" ? policy : (JSON.stringify(policy) ?? "");
  const known = policyScopes.find((one) => one === scope);
  if (known === undefined) {
    const message = `FilterPolicyScope: Invalid value [${scope}]. Please use either MessageBody or MessageAttributes`;
    return { fault: { message, hint: policyHints.scope, at: 0, about: "scope" } };
  }
  try {
    return { policy: parseText(text, known) };
  } catch (error) {
    if (error instanceof PolicyRefusal) return { fault: error.fault };
    throw error;
  }
}

function parseText(text: string, scope: Policy["scope"]): Policy {
  const size = new TextEncoder().encode(text).length;
  if (size > MAX_POLICY_BYTES) {
    throw refusal("Filter policy is too large", 0, "size", { size, limit: MAX_POLICY_BYTES });
  }
  const { root, fault } = readJsonTree(text);
  if (fault !== undefined) throw refusal(`failed to parse JSON. ${fault.message}`, fault.at, "json");
  if (root.kind !== "object") throw refusal("Filter is not an object", root.at, "notObject");
  // SNS takes {} as the way to remove a filter.
  if (root.entries.length === 0) return { scope, branches: [], combinations: 0, warnings: [] };

  const rules = parseKeys(root, text);
  if (scope === "MessageAttributes") refuseNesting(root);
  const combinations = refuseLimits(root);
  const branches = expand(root, "", [new Map()], rules).map((branch) => {
    return [...branch].map(([path, ofPath]) => ({ path, rules: ofPath }));
  });
  return { scope, branches, combinations, warnings: warningsOf(branches, scope) };
}

type ParsedRules = ReadonlyMap<JsonNode, KeyRules["rules"]>;

/** Reads every list of rules, in the order of the text, so that the first fault is the one that is told. */
function parseKeys(root: JsonObject, text: string): ParsedRules {
  const parsed = new Map<JsonNode, Rule[]>();
  const visit = (node: JsonObject) => {
    if (node.entries.length === 0) throw refusal("Empty objects are not allowed", node.at, "emptyObject");
    const lists = lastLists(node);
    for (const { key, at, value } of node.entries) {
      const branches = orBranches(key, value);
      if (branches !== null) branches.forEach(visit);
      else if (value.kind === "object") visit(value);
      else if (value.kind === "array") {
        const list = parseList(key, value, text);
        if (lists.get(key) === value) parsed.set(value, list);
      } else throw refusal(`"${key}" must be an object or an array`, at, "bareValue", { key });
    }
  };
  visit(root);
  return parsed;
}

function parseList(key: string, list: Extract<JsonNode, { kind: "array" }>, text: string): Rule[] {
  const ends = [...list.items.slice(1).map(({ at }) => at), list.end];
  const rules = list.items.map((item, index): Rule => {
    return { at: item.at, source: sourceOf(text, item.at, ends[index] ?? item.at), ...parseElement(key, item) };
  });
  if (rules.length === 0) throw refusal("Empty arrays are not allowed", list.at, "emptyList");
  return rules;
}

/** An element's text without the comma and the spaces behind it. */
function sourceOf(text: string, at: number, next: number): string {
  let end = next;
  while (end > at && " \t\r\n,".includes(text[end - 1] ?? "")) end -= 1;
  return text.slice(at, end);
}

/** A `$or` that is no operator is read as a list of rules; what is wrong with it then needs our own explanation. */
function parseElement(key: string, item: JsonNode) {
  try {
    return parseRule(item);
  } catch (error) {
    if (!(error instanceof PolicyRefusal) || key !== "$or") throw error;
    throw new PolicyRefusal({ ...error.fault, hint: policyHints.orOperator });
  }
}

function refuseNesting(root: JsonObject): void {
  for (const { key, value } of root.entries) {
    for (const branch of orBranches(key, value) ?? []) refuseNesting(branch);
    if (value.kind !== "object") continue;
    const message = "Filter policy scope MessageAttributes does not support nested filter policy";
    throw new PolicyRefusal({ message, hint: policyHints.nesting, at: value.at, about: "nesting" });
  }
}

function refuseLimits(root: JsonObject): number {
  const firsts = new Map(root.entries.toReversed().map(({ key, at }) => [key, at] as const));
  const sixth = [...firsts.values()].sort((one, other) => one - other)[MAX_KEYS];
  if (sixth !== undefined) {
    throw refusal(`Filter policy can not have more than ${MAX_KEYS} keys`, sixth, "keys", { limit: MAX_KEYS });
  }
  const count = countCombinations(root);
  if (count > MAX_COMBINATIONS) {
    throw refusal("Filter policy is too complex", 0, "combinations", { count, limit: MAX_COMBINATIONS });
  }
  return count;
}

type Branch = ReadonlyMap<string, KeyRules["rules"]>;

/**
 * Multiplies the branches of a policy out, in the order of its text: a path that comes again in a branch replaces its
 * earlier rules there. The limit of combinations bounds their number.
 */
function expand(node: JsonObject, prefix: string, given: readonly Branch[], rules: ParsedRules): readonly Branch[] {
  const lists = lastLists(node);
  const placed = new Set<string>();
  let branches = given;
  for (const { key, value } of node.entries) {
    const alternatives = orBranches(key, value);
    const path = prefix + key;
    const before = branches;
    if (alternatives !== null) branches = alternatives.flatMap((one) => expand(one, prefix, before, rules));
    else if (value.kind === "object") branches = expand(value, `${path}.`, before, rules);
    else if (lists.get(key) === value || !placed.has(key)) {
      // At its first place for the order, at its last against what stands between; any other would be replaced.
      placed.add(key);
      const ofKey = rules.get(lists.get(key) ?? value) ?? [];
      branches = before.map((branch) => new Map(branch).set(path, ofKey));
    }
  }
  return branches;
}
