import type { JsonValue } from "../../../vocabulary/member-event.ts";
import type { Row, SourceRow } from "./source-row.ts";

/**
 * The rows within a row: one for each element of the list at a path, which then stands in the list's place. A row without such a
 * list, or with an empty one, is a row itself.
 */
export function rowsWithin(one: SourceRow, each: readonly string[] | undefined): readonly SourceRow[] {
  if (each === undefined || "fault" in one) return [one];
  const list = each.reduce<JsonValue | undefined>((at, name) => (isObject(at) ? at[name] : undefined), one.row);
  if (!Array.isArray(list) || list.length === 0) return [one];
  return list.map((element) => ({ line: one.line, row: withElement(one.row, each, element) }));
}

function withElement(row: Row, [name = "", ...rest]: readonly string[], element: JsonValue): Row {
  const inner = row[name];
  return { ...row, [name]: rest.length > 0 && isObject(inner) ? withElement(inner, rest, element) : element };
}

function isObject(value: JsonValue | undefined): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
