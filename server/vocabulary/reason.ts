import { z } from "zod";
import { LONGEST_REASON, SHORTEST_REASON } from "./choices/reason-length.ts";

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
