import { z } from "zod";

/** At least this many characters of a reason, and at most so many: enough for a sentence that somebody else understands. */
export const SHORTEST_REASON = 5;
export const LONGEST_REASON = 500;

/**
 * Why staff do something that others will ask about.
 *
 * @param wayOut what to say, for whoever gave too little: "say why it is stopped".
 */
export function reasonSchema(wayOut: string) {
  return z
    .string()
    .trim()
    .min(SHORTEST_REASON, `must have at least ${SHORTEST_REASON} characters: ${wayOut}`)
    .max(LONGEST_REASON);
}
