import { z } from "zod";
import type { JsonValue } from "./member-event.ts";

/**
 * An object with any keys, taken as it is: z.record would leave out a key `__proto__`. What JSON.parse gave is JSON, and
 * walking it once more would end the stack on what is deeply nested.
 */
export const jsonObject = z.custom<Record<string, JsonValue>>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "must be an object",
);
