import { beginningOf, valueInLine } from "#server/vocabulary/visible-text";

/** A value beyond this is cut where it is one word of a line. */
const LONGEST = 300;

/** A value that somebody else wrote, for texts that are no markup: titles, tickets, what a screen reader is told. */
export function plainValue(text: string): string {
  return valueInLine(text.length > LONGEST ? `${beginningOf(text, LONGEST)}…` : text);
}
