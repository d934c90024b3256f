import type { FaultRule } from "./condition-faults.ts";
import { endsOf, type Operator, rangeOf, type ValueKind } from "./condition-values.ts";
import { compareDecimals, isDecimal } from "./decimal.ts";
import { canonicalIp, rangeEnds } from "./ip-address.ts";
import { readMoment } from "./moment.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** How values of each kind are written. */
export const EXAMPLE = {
  uuid: "0199a2b4-7c1e-7d3a-9f00-1c2d3e4f5a6b",
  ip: "203.0.113.9",
  cidr: "203.0.113.0/24",
  time: "2026-11-26T13:59+09:00",
  numbers: "10..20",
};

/** A value as searches keep it, or what is wrong with it and what would do. */
export type ReadValue = { value: string } | { rule: FaultRule; expected: string; part?: string };

type Wanted = { kind: ValueKind; operator: Operator; longest: number; words?: readonly string[] | undefined };

/** Reads one value of a condition; what is written in several ways gets its one form, numbers and texts stay digit for digit. */
export function readConditionValue(text: string, { kind, operator, longest, words }: Wanted): ReadValue {
  if (text === "") return { rule: "empty", expected: "" };
  if (text.length > longest) return { rule: "long", expected: String(longest) };
  if (!text.isWellFormed() || text.includes("\u0000")) return { rule: "character", expected: "" };
  if (operator === "exists") return readYesNo(text);
  if (operator === "between") return kind === "time" ? readPeriod(text) : readNumbers(text);
  if (operator === "in") return rangeEnds(text) ? { value: text } : { rule: "range-of-ips", expected: EXAMPLE.cidr };
  if (operator === "starts") return { value: text };
  return readers[kind](text, words ?? []);
}

const readers: Record<ValueKind, (text: string, words: readonly string[]) => ReadValue> = {
  text: (text) => ({ value: text }),
  value: (text) => ({ value: text }),
  word: (text, words) => (words.includes(text) ? { value: text } : { rule: "word", expected: words.join(", ") }),
  uuid: (text) => {
    const id = text.trim().toLowerCase();
    return UUID.test(id) ? { value: id } : { rule: "uuid", expected: EXAMPLE.uuid };
  },
  ip: (text) => {
    const address = canonicalIp(text);
    return address === null ? { rule: "ip", expected: EXAMPLE.ip } : { value: address };
  },
  time: (text) => readPeriod(text),
};

function readYesNo(text: string): ReadValue {
  return text === "true" || text === "false" ? { value: text } : { rule: "yes-no", expected: "" };
}

function readNumbers(text: string): ReadValue {
  const [low, high] = endsOf(text);
  const given = [low, high].filter((end) => end !== "");
  if (low === text || given.length === 0 || !given.every(isDecimal)) {
    return { rule: "numbers", expected: EXAMPLE.numbers };
  }
  if (given.length === 2 && compareDecimals(low, high) > 0) return { rule: "reversed", expected: "" };
  return { value: rangeOf(low, high) };
}

function readPeriod(text: string): ReadValue {
  const [from, to] = endsOf(text);
  if (from === "" && to === "") return { rule: "time", expected: EXAMPLE.time };
  for (const end of [from, to]) {
    const moment = end === "" ? null : readMoment(end);
    if (typeof moment === "string") return { rule: moment, expected: EXAMPLE.time, part: end };
  }
  const plus = (end: string) => end.trim().replace(/ (?=\d\d:?\d\d$)/, "+");
  const value = rangeOf(plus(from), plus(to));
  const { start, end } = periodOf(value);
  return start !== null && end !== null && start >= end ? { rule: "reversed", expected: "" } : { value };
}

/** The time from the start of the first end to the end of the last one, `end` not included; null for an end that is open. */
export function periodOf(range: string): { start: string | null; end: string | null } {
  const [from, to] = endsOf(range).map((end) => (end === "" ? null : readMoment(end)));
  return {
    start: from && typeof from === "object" ? from.start : null,
    end: to && typeof to === "object" ? to.end : null,
  };
}
