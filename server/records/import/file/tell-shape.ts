import { pathsOf } from "../mapping/check-columns.ts";
import type { Mapping } from "../mapping/mapping.ts";

/** What a file's rows are: JSON objects one a line, elements of a JSON list, or lines of a table. */
export type FileShape = { kind: "json-lines" } | { kind: "json-values"; list: string | null } | { kind: "table" };

/** Names under which services wrap their lists: CloudTrail, Google, Entra, Auth0, and the like. */
const wrappers = new Set([
  ...["Records", "records", "items", "value", "logs", "events", "Events", "data", "results", "entries", "rows", "hits"],
]);

/**
 * Judges a file's shape by its beginning, whatever its name.
 *
 * @param mapping whose `list` decides, where it is given; what its paths lead through is no wrapper but a part of each row.
 */
export function tellShape(head: string, mapping: Mapping): FileShape {
  const { list } = mapping;
  const text = head.trimStart();
  if (/^\[\s*(?:[{\]["[]|\d+\s*,)/.test(text)) return { kind: "json-values", list: null };
  if (!/^\{\s*["}]/.test(text)) return { kind: "table" };
  if (list !== undefined) return { kind: "json-values", list };
  const wrapped = wrapperOf(text);
  const isOfRows =
    mapping.each?.[0] === wrapped || pathsOf(mapping).some(([name, ...inner]) => name === wrapped && inner.length > 0);
  if (wrapped !== null && !isOfRows) return { kind: "json-values", list: wrapped };
  // An object that goes on after its first line is written over several.
  return isWhole(text.split("\n", 1)[0] ?? "", text) ? { kind: "json-lines" } : { kind: "json-values", list: null };
}

/** The name of the list, when an object holds nothing before it but single values, as pages of a service do. */
function wrapperOf(text: string): string | null {
  const single = String.raw`"(?:[^"\\]|\\.)*"|-?[0-9][^,\s}]*|true|false|null`;
  const before = new RegExp(
    String.raw`^\{\s*((?:"(?:[^"\\]|\\.)*"\s*:\s*(?:${single})\s*,\s*)*)"((?:[^"\\]|\\.)*)"\s*:\s*\[\s*[{\]]`,
  );
  const name = before.exec(text)?.[2];
  return name !== undefined && wrappers.has(name) ? name : null;
}

/** Whether the first line is one object; a line longer than the beginning that was read is taken for one. */
function isWhole(line: string, head: string): boolean {
  if (line.length === head.length) return true;
  try {
    JSON.parse(line);
    return true;
  } catch {
    // A broken first line of JSON lines is one line's fault: the next one tells.
    return /\}\s*$/.test(line);
  }
}

/** Whether the first line begins as lines of logs do: with a priority, a time, or the fields of a web server. */
export function looksLikeTextLog(head: string): boolean {
  const first = head.split("\n", 1)[0] ?? "";
  return /^(?:<\d+>|\[?\d{4}-\d\d-\d\d[T ]|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d|\S+ \S+ \S+ \[)/.test(first);
}
