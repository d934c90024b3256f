import { endsOf, type Operator } from "../condition-values.ts";
import { type Condition, ruleOf } from "../conditions.ts";
import { compareDecimals, digitsOf, isDecimal } from "../decimal.ts";
import { isInRange } from "../ip-address.ts";
import type { JsonValue } from "../member-event.ts";
import { periodOf } from "../read-condition-value.ts";
import { leavesOf } from "../value-path.ts";
import { type SearchableEvent, valuesInEvent } from "./values-in-event.ts";

type Leaf = string | number | boolean | null;

/** Whether all conditions hold for an event: what a search finds, said over the event itself. */
export function matchesConditions(
  event: SearchableEvent,
  conditions: readonly Condition[],
  sameWords: (value: string) => readonly string[] = (value) => [value],
): boolean {
  return conditions.every(({ field, name = "", operator, values }) => {
    const rule = ruleOf(field);
    const wanted = rule.kind === "value" && isEquality(operator) ? values.flatMap(sameWords) : values;
    return meanings[operator](valuesInEvent[field](event, name), wanted, rule.kind === "time");
  });
}

/** Whether an operator compares values as wholes. */
export function isEquality(operator: Operator): boolean {
  return operator === "any" || operator === "none";
}

const meanings: Record<Operator, (found: JsonValue[], values: readonly string[], isTime: boolean) => boolean> = {
  any: (found, values) => leavesOf(found).some((leaf) => values.some((value) => isValue(leaf, value))),
  none: (found, values) => !leavesOf(found).some((leaf) => values.some((value) => isValue(leaf, value))),
  starts: (found, values) =>
    leavesOf(found).some((leaf) => typeof leaf === "string" && values.some((value) => leaf.startsWith(value))),
  exists: (found, values) => values.includes(String(found.length > 0)),
  in: (found, values) =>
    leavesOf(found).some((leaf) => typeof leaf === "string" && values.some((range) => isInRange(leaf, range))),
  between: (found, values, isTime) =>
    leavesOf(found).some((leaf) => values.some((range) => (isTime ? isWithin(leaf, range) : isAmong(leaf, range)))),
};

/** The texts and numbers that a value stands for: itself; the number or word of JSON it writes; the text it quotes. As JSON. */
export function jsonMeanings(value: string): string[] {
  const quoted = quotedText(value);
  return [
    JSON.stringify(value),
    ...(isDecimal(value) || value === "true" || value === "false" || value === "null" ? [value] : []),
    ...(quoted === null ? [] : [JSON.stringify(quoted)]),
  ];
}

function isValue(leaf: Leaf, value: string): boolean {
  if (typeof leaf === "string") return leaf === value || leaf === quotedText(value);
  if (typeof leaf === "number") return isDecimal(value) && digitsOf(String(leaf)) === digitsOf(value);
  return String(leaf) === value;
}

function quotedText(value: string): string | null {
  if (!/^".*"$/s.test(value)) return null;
  try {
    const text: unknown = JSON.parse(value);
    return typeof text === "string" && text.isWellFormed() && !text.includes("\u0000") ? text : null;
  } catch {
    return null;
  }
}

/** Numbers, and texts that are numbers. */
function isAmong(leaf: Leaf, range: string): boolean {
  const number = typeof leaf === "number" ? String(leaf) : leaf;
  if (typeof number !== "string" || (typeof leaf === "string" && !isDecimal(leaf))) return false;
  const [low, high] = endsOf(range);
  return (low === "" || compareDecimals(number, low) >= 0) && (high === "" || compareDecimals(number, high) <= 0);
}

function isWithin(leaf: Leaf, range: string): boolean {
  if (typeof leaf !== "string") return false;
  const { start, end } = periodOf(range);
  return (start === null || leaf >= start) && (end === null || leaf < end);
}
