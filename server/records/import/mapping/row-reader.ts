import { parseExactly } from "../../../exact-number.ts";
import type { JsonValue } from "../../../vocabulary/member-event.ts";
import { isTooDeep, MAX_LEVELS } from "./nesting.ts";
import { type Row, RowRefusal } from "./source-row.ts";

/** Takes what stands at one path of rows; undefined when nothing stands there. Throws RowRefusal. */
export type ReadPath = (row: Row) => JsonValue | undefined;

/** Makes the readers of a mapping's paths, and knows at the end which of them led nowhere in every row. */
export type RowReader = {
  at: (path: readonly string[]) => ReadPath;
  paths: () => Iterable<string>;
  neverFound: () => string[];
  /** Lists of which the paths take one element by its position, and how many rows hold more there. */
  halfTaken: () => Map<string, number>;
};

/**
 * Reads rows by paths: names joined by dots, where the whole path as one name of the row comes first ("user.id" as a column),
 * positions of lists, and on into texts that hold JSON.
 *
 * @param missing texts that stand for nothing, like NULL.
 * @param trim whether spaces around texts are left out.
 */
export function rowReader({ missing, trim }: { missing: readonly string[]; trim: boolean }): RowReader {
  const nothings = new Set(missing);
  const seen = new Map<string, "unasked" | "asked" | "found">();

  const halfTaken = new Map<string, number>();
  const lastOf = new Map<string, Row>();
  /** One element by its position says nothing of the others, which may be events as well. */
  const noteOthers = (row: Row, list: string) => {
    if (lastOf.get(list) === row) return;
    lastOf.set(list, row);
    halfTaken.set(list, (halfTaken.get(list) ?? 0) + 1);
  };

  const at = (path: readonly string[]): ReadPath => {
    const whole = path.join(".");
    seen.set(whole, seen.get(whole) ?? "unasked");
    return (row) => {
      const value = Object.hasOwn(row, whole) ? row[whole] : valueAt(row, path, noteOthers);
      if (value !== undefined) seen.set(whole, "found");
      else if (seen.get(whole) === "unasked") seen.set(whole, "asked");
      if (typeof value !== "string") return value;
      const text = trim ? value.trim() : value;
      return nothings.has(text) ? undefined : text;
    };
  };
  const paths = () => seen.keys();
  return {
    at,
    paths,
    halfTaken: () => halfTaken,
    neverFound: () => [...seen].flatMap(([path, state]) => (state === "asked" ? [path] : [])),
  };
}

function valueAt(
  row: Row,
  path: readonly string[],
  noteOthers: (row: Row, list: string) => void,
): JsonValue | undefined {
  let at: JsonValue | undefined = row;
  for (const [depth, name] of path.entries()) {
    if (typeof at === "string") at = insideText(at, path.slice(0, depth).join("."));
    if (typeof at !== "object" || at === null) return undefined;
    if (Array.isArray(at)) {
      // Of two elements and more, each may be an event.
      if (at.length > 1 && typeof at[1] === "object" && at[1] !== null) noteOthers(row, path.slice(0, depth).join("."));
      at = /^\d+$/.test(name) ? at[Number(name)] : undefined;
    } else at = Object.hasOwn(at, name) ? at[name] : undefined;
  }
  return at;
}

/** A column may hold a JSON object or list as text; a text that is none has nothing inside. */
function insideText(text: string, path: string): JsonValue | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  if (isTooDeep(text)) throw new RowRefusal("row", `${path} is nested deeper than ${MAX_LEVELS} levels; flatten it`);
  try {
    return parseExactly(text);
  } catch {
    throw new RowRefusal("row", `the text at ${path} begins as JSON and is none; correct it`);
  }
}
