import type { Field } from "../conditions.ts";

/** The fields whose values are offered from events; what holds people or single events is looked up, not chosen. */
export const offeredFields = [
  "action",
  "family",
  "changed",
  "attribute",
  "became",
  "was",
  "device",
  "ip",
  "channel",
  "context",
  "source",
] as const satisfies readonly Field[];
export type OfferedField = (typeof offeredFields)[number];

/** Whether values of a field are offered from events. */
export function isOffered(field: Field): field is OfferedField {
  return offeredFields.some((one) => one === field);
}

/**
 * Values of a field that begin as was typed, the most frequent first, with how many of the newest `looked` events have them:
 * counts of a sample. `oldest` says how far back it reaches, ISO 8601; null when nothing was looked at.
 */
export type OfferedValues = {
  values: { value: string; count: number }[];
  looked: number;
  oldest: string | null;
  asOf: string;
};
