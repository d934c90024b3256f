/** What a file's rows are: JSON objects one a line, elements of a JSON list, or lines of a table. */
export type FileShape = { kind: "json-lines" } | { kind: "json-values"; list: string | null } | { kind: "table" };

/** Names under which services wrap their lists: CloudTrail, Google, Entra, Auth0, and the like. */
const wrappers = new Set([
  ...["Records", "records", "items", "value", "logs", "events", "Events", "data", "results", "entries", "rows", "hits"],
]);

/**
 * Judges a file's shape by its beginning, whatever its name.
 *
 * @param list where the mapping says that the rows stand; it decides, where it is given.
 */
export function tellShape(head: string, list: string | undefined): FileShape {
  const text = head.trimStart();
  if (/^\[\s*[{\]]/.test(text)) return { kind: "json-values", list: null };
  if (!/^\{\s*["}]/.test(text)) return { kind: "table" };
  if (list !== undefined) return { kind: "json-values", list };
  const wrapped = wrapperOf(text);
  if (wrapped !== null) return { kind: "json-values", list: wrapped };
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
