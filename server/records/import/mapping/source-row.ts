import { parseExactly } from "../../../exact-number.ts";
import type { JsonValue } from "../../../vocabulary/member-event.ts";
import { isTooDeep, MAX_LEVELS } from "./nesting.ts";

/** One row of a former record table by its names; of a CSV file all values are texts. */
export type Row = Record<string, JsonValue>;

/** A row where it stood (the number of its first line, or of the row in a table), or why it cannot be read. */
export type SourceRow = { line: number; row: Row } | { line: number; fault: string };

/** Why a row cannot become an event; the message names rule and way out, the field is the event's. */
export class RowRefusal extends Error {
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** A row as it stands in a JSON text, with numbers that JavaScript would round as texts; a fault when it is none. */
export function readJsonRow(text: string): { row: Row } | { fault: string } {
  if (isTooDeep(text)) return { fault: `is nested deeper than ${MAX_LEVELS} levels; flatten it` };
  let value: JsonValue;
  try {
    value = parseExactly(text);
  } catch (error) {
    return { fault: `is no JSON (${error instanceof Error ? error.message : String(error)}); correct the line` };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { fault: "is no JSON object; write {...} on each line" };
  }
  return { row: asRow(value) };
}

/** What JSON.parse gives for an object is a record of JSON values; its type says less. */
function asRow(value: object): Row {
  return value as Row;
}
