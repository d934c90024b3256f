import { matchPolicy } from "../filter-policy/match/match-policy.ts";
import type { Policy, PolicyMessage, Rule } from "../filter-policy/policy.ts";

/** A value of one key, as JSON spells it; null leaves the key out. */
type Candidate = string | null;

/** No policy lists it, so that it is what anything-but lets through. */
const OTHER_TEXT = '"memberscope-witness"';
const OTHER_NUMBER = "-987654.25";

/** Leaves the open end of a range: six decimals are compared. */
const STEP = 0.001;

/**
 * A message that a policy should let through, made from the first rules that allow one.
 *
 * @returns null when no such message was found.
 */
export function makeWitness(policy: Policy): PolicyMessage | null {
  if (policy.branches.length === 0) return writeMessage(policy, []);
  for (const keys of policy.branches) {
    const places = keys.map(({ path, rules }) => rules.flatMap(candidatesOf).map((value) => ({ path, value })));
    // One candidate after the other at every key at once: the first of each does nearly always.
    const tries = Math.max(...places.map((candidates) => candidates.length));
    for (let index = 0; index < tries; index += 1) {
      const chosen = places.map((candidates) => candidates[Math.min(index, candidates.length - 1)]);
      const message = writeMessage(
        policy,
        chosen.filter((one) => one !== undefined),
      );
      if (matchPolicy(policy, message)) return message;
    }
  }
  return null;
}

function candidatesOf(rule: Rule): Candidate[] {
  switch (rule.kind) {
    case "string":
    case "prefix":
    case "suffix":
    case "equals-ignore-case":
      return [JSON.stringify(rule.value)];
    case "number":
      return [rule.spelled];
    case "literal":
      return [rule.value];
    case "anything-but":
      return rule.values.some(({ kind }) => kind === "number") ? [OTHER_NUMBER] : [OTHER_TEXT];
    case "anything-but-prefix":
      return [OTHER_TEXT];
    case "numeric":
      return [rule.from === null ? spellNumber(rule.to, -STEP) : spellNumber(rule.from, STEP)];
    case "cidr":
      return [JSON.stringify(spellAddress(rule.range.from))];
    case "exists":
      return [rule.isWanted ? OTHER_TEXT : null];
  }
}

function spellNumber(bound: { key: number; isOpen: boolean } | null, step: number): string {
  if (bound === null) return "0";
  return (bound.key / 1e6 - 5e9 + (bound.isOpen ? step : 0)).toFixed(6);
}

function spellAddress(address: number | string): string {
  if (typeof address === "number") return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join(".");
  return (address.match(/.{4}/g) ?? []).join(":");
}

function writeMessage({ scope }: Policy, values: readonly { path: string; value: Candidate }[]): PolicyMessage {
  const present = values.flatMap(({ path, value }) => (value === null ? [] : [{ path, value }]));
  if (scope === "MessageBody") {
    return { body: `{${present.map(({ path, value }) => `${JSON.stringify(path)}:${value}`).join(",")}}` };
  }
  const attributes = present.map(({ path, value }) => [path, attributeOf(value)] as const);
  // A message without any attribute would pass no policy.
  return { attributes: Object.fromEntries(attributes.length > 0 ? attributes : [["witness", attributeOf("1")]]) };
}

function attributeOf(spelled: string): { Type: string; Value: string } {
  const value: unknown = JSON.parse(spelled);
  if (typeof value === "string" && value !== "") return { Type: "String", Value: value };
  return typeof value === "number"
    ? { Type: "Number", Value: spelled }
    : { Type: "String.Array", Value: `[${spelled}]` };
}
