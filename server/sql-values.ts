import { type SQL, sql } from "drizzle-orm";

/**
 * A value as jsonb. Bound as text and cast twice: the driver would serialize a string for a jsonb parameter once more,
 * and the text "x" would become the JSON text "\"x\"".
 */
export function jsonb(value: unknown): SQL {
  return sql`${JSON.stringify(value)}::text::jsonb`;
}

/** A list of texts as text[], bound as one JSON text. */
export function textArray(values: readonly string[]): SQL {
  return sql`array(select jsonb_array_elements_text(${jsonb(values)}))`;
}

/**
 * A list as PostgreSQL writes arrays, to be cast to one: a statement that runs for each message need not read JSON then.
 */
export function arrayText(values: readonly (string | number)[]): string {
  return `{${values.map((value) => `"${String(value).replace(/["\\]/g, "\\$&")}"`).join(",")}}`;
}

/** A list of ids as a query with one column `id`. */
export function idRows(ids: readonly string[]): SQL {
  return sql`select jsonb_array_elements_text(${jsonb(ids)})::uuid id`;
}

/** Bytes, or null. Bound as text: the driver would take them for a text. */
export function bytea(value: Buffer | null): SQL {
  return value === null ? sql`null::bytea` : sql`decode(${value.toString("hex")}, 'hex')`;
}
