/** What the values of a field are. "value" is whatever JSON holds, written as text. */
export type ValueKind = "text" | "word" | "uuid" | "ip" | "time" | "value";

/** What a condition may ask of a field; "any" and "none" stand for "is any of" and "is none of". */
export const operators = ["any", "none", "starts", "exists", "between", "in"] as const;
export type Operator = (typeof operators)[number];

/** What stands between the two ends of a range; either end may be left out. */
const ENDS = "..";

/** The two ends of a range as they were written; an empty text for an end that is open. */
export function endsOf(range: string): [low: string, high: string] {
  const at = range.indexOf(ENDS);
  return at < 0 ? [range, range] : [range.slice(0, at).trim(), range.slice(at + ENDS.length).trim()];
}

/** A range of its two ends. */
export function rangeOf(low: string, high: string): string {
  return `${low}${ENDS}${high}`;
}
