import type { JsonValue } from "../member-event.ts";

/**
 * One cell of a CSV file (RFC 4180). Formulas are told by their first character: = + - @, also in full width, a tab or a line end (OWASP, CSV injection).
 * Where a spreadsheet parts cells by semicolons or tabs, one inside a text would begin a cell: it is quoted, too.
 */
export function csvCell(value: JsonValue): string {
  if (value === null) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const guarded = /^[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
