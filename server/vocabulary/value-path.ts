import type { JsonValue } from "./member-event.ts";

/** A name, or names inside one another with dots between them; a backslash makes the next character part of a name. */
const PATH = /^(?:[^.\\]|\\.)+(?:\.(?:[^.\\]|\\.)+)*$/su;
const STEP = /(?:[^.\\]|\\.)+/gsu;

/** Whether a text is a path like address.city. */
export function isPath(text: string): boolean {
  return PATH.test(text);
}

/** The names of a path, outermost first. */
export function readPath(path: string): string[] {
  return (path.match(STEP) ?? []).map((step) => step.replace(/\\(.)/gsu, "$1"));
}

/** The values at a path. A list on the way stands for each of its objects, as in PostgreSQL's lax paths. */
export function valuesAt(root: JsonValue | object, names: readonly string[]): JsonValue[] {
  let found: unknown[] = [root];
  for (const name of names)
    found = found.flatMap((item) => (Array.isArray(item) ? item : [item])).flatMap((item) => inner(item, name));
  return found.filter(isJson);
}

function inner(item: unknown, name: string): unknown[] {
  if (typeof item !== "object" || item === null || Array.isArray(item)) return [];
  const entry = Object.entries(item).find(([key]) => key === name);
  return entry === undefined || entry[1] === undefined ? [] : [entry[1]];
}

function isJson(item: unknown): item is JsonValue {
  return item !== undefined;
}

/** Every text, number, truth value and null at or below values. */
export function leavesOf(values: readonly JsonValue[]): (string | number | boolean | null)[] {
  return values.flatMap((item) => {
    if (typeof item !== "object" || item === null) return [item];
    return leavesOf(Array.isArray(item) ? item : Object.values(item));
  });
}
