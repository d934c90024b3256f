import type { ConditionFault } from "../condition-faults.ts";
import { endsOf, rangeOf, type ValueKind } from "../condition-values.ts";
import { type Moment, readMoment } from "../moment.ts";
import { EXAMPLE, readConditionValue } from "../read-condition-value.ts";
import { conditionsFromParams } from "./read-conditions.ts";

/** Words in addresses are shorter: names of pages' parts, of views, queues and subscribers. */
const LONGEST_WORD = 200;

/** What a parameter says, if it stands there, and what of it was not understood. */
type Read<T> = { value?: T; faults: ConditionFault[] };

/** A parameter that stands at most once: its text as it was written, blank or not. */
export function readTextOnce(params: URLSearchParams, key: string): Read<string> {
  const [given, ...others] = params.getAll(key);
  if (given === undefined) return { faults: [] };
  if (others.length > 0) return { faults: [{ key, value: others[0] ?? "", rule: "once", expected: "" }] };
  return { value: given, faults: [] };
}

/** A parameter that stands at most once: its value in its one form. */
export function readOnce(
  params: URLSearchParams,
  key: string,
  wanted: { kind: ValueKind; longest: number; words?: readonly string[] },
): Read<string> {
  const { value: given, faults } = readTextOnce(params, key);
  if (given === undefined) return { faults };
  const read = readConditionValue(given.trim(), { operator: "any", words: undefined, ...wanted });
  if ("value" in read) return { value: read.value, faults: [] };
  return { faults: [{ key, value: given, rule: read.rule, expected: read.expected }] };
}

/** A parameter that is one of some words, at most once. */
export function readWordOnce<T extends string>(params: URLSearchParams, key: string, words: readonly T[]): Read<T> {
  const { value: given, faults } = readOnce(params, key, { kind: "word", longest: LONGEST_WORD, words });
  const value = words.find((word) => word === given);
  return { ...(value !== undefined && { value }), faults };
}

/** A parameter that says a whole number of a range, both ends among it, at most once. */
export function readNumberOnce(params: URLSearchParams, key: string, [least, most]: [number, number]): Read<number> {
  const { value: given, faults } = readTextOnce(params, key);
  if (given === undefined) return { faults };
  const value = /^\d{1,15}$/.test(given.trim()) ? Number(given) : Number.NaN;
  if (value >= least && value <= most) return { value, faults };
  return { faults: [{ key, value: given, rule: "whole-number", expected: `${least}–${most}` }] };
}

/** A parameter that says one moment, at most once. */
export function readMomentOnce(params: URLSearchParams, key: string): Read<Moment & { written: string }> {
  const { value, faults } = readOnce(params, key, { kind: "time", longest: 100 });
  if (value === undefined) return { faults };
  const [written, other] = endsOf(value);
  const moment = readMoment(written);
  if (written === other && typeof moment === "object") return { value: { ...moment, written }, faults };
  return { faults: [{ key, value: params.get(key), rule: "time", expected: EXAMPLE.time }] };
}

/** The two ends of a period, "from" and "to", each as exactly as it was written; undefined for an end that is open. */
export function readPeriodParams(params: URLSearchParams): Read<{ from?: string; to?: string }> {
  const ends = new URLSearchParams([...params].filter(([name]) => name === "from" || name === "to"));
  const { conditions, faults } = conditionsFromParams(ends);
  const [from = "", to = ""] = endsOf(conditions[0]?.values[0] ?? rangeOf("", ""));
  return { value: { ...(from !== "" && { from }), ...(to !== "" && { to }) }, faults };
}

/** A fault for each parameter whose name says nothing to the page. */
export function unknownParams(params: URLSearchParams, known: readonly string[]): ConditionFault[] {
  const unknown = [...new Set(params.keys())].filter((key) => !known.includes(key));
  return unknown.map((key) => ({ key, value: null, rule: "unknown", expected: known.join(", ") }));
}
