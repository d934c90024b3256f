import { z } from "zod";
import type { Change, JsonValue } from "../vocabulary/member-event.ts";

const valueSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** Where a version gets one of its attributes from, when an event was stored with the version before. */
const sourceSchema = z.union([
  /** An attribute of the version before, under its old name; values that are listed get another one, by their text. */
  z.strictObject({ was: z.string(), values: z.record(z.string(), valueSchema).optional() }),
  /** What the version before did not say and always meant. */
  z.strictObject({ to: valueSchema }),
]);

/** How the attributes of the version before become those of a version. What is not named here keeps its name and value. */
export const upcastSchema = z.strictObject({ attributes: z.record(z.string(), sourceSchema) });

/** One step from a version to the next, as the event catalog has it. */
export type Upcast = z.infer<typeof upcastSchema>;

type Changes = Record<string, Change>;

/**
 * The attributes of an event as the newest version of its action has them, for readers. The stored row and its messages
 * stay as they were sent; searches look at the stored row.
 *
 * @param steps the upcasts of the versions after the stored one, oldest first.
 */
export function upcastAttributes(attributes: Changes, steps: readonly Upcast[]): Changes {
  return steps.reduce(upcastOnce, attributes);
}

function upcastOnce(before: Changes, { attributes: sources }: Upcast): Changes {
  const moved = new Set(Object.values(sources).flatMap((source) => ("was" in source ? [source.was] : [])));
  const after: Changes = Object.fromEntries(Object.entries(before).filter(([name]) => !moved.has(name)));
  for (const [name, source] of Object.entries(sources)) {
    if ("to" in source) after[name] ??= { to: source.to };
    else if (before[source.was] !== undefined) after[name] = mapChange(before[source.was] ?? {}, source.values);
  }
  return after;
}

function mapChange({ from, to }: Change, values: Record<string, JsonValue> = {}): Change {
  const map = (value: JsonValue) => (Object.hasOwn(values, String(value)) ? (values[String(value)] ?? null) : value);
  return { ...(from === undefined ? {} : { from: map(from) }), ...(to === undefined ? {} : { to: map(to) }) };
}
