import { z } from "zod";

const valueSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** Where a version gets one of its attributes from, when an event was stored with the version before. */
const sourceSchema = z.union([
  /** An attribute of the version before, under its old name; values that are listed get another one, by their text. */
  z.strictObject({ was: z.string(), values: z.record(z.string(), valueSchema).optional() }),
  /** What the version before did not say and always meant. */
  z.strictObject({ to: valueSchema }),
]);

/**
 * How the attributes of the version before become those of a version. What is not named here keeps its name and value.
 * `event.upcast_attributes` does it, for readers and searches; the stored row and its messages stay as they were sent.
 */
export const upcastSchema = z.strictObject({ attributes: z.record(z.string(), sourceSchema) });

/** One step from a version to the next, as the event catalog has it. */
export type Upcast = z.infer<typeof upcastSchema>;
