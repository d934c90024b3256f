import type { JsonValue } from "#server/vocabulary/member-event";

/** How the names and values of a record are said; what has no word stays as it is. */
type DetailWords = { name: (name: string) => string; value: (value: string, name: string) => string; now: string };

/** What was asked for, a text a condition: a filter's conditions stand beside the rest, and what is empty is left out. */
export function detailTexts(what: Record<string, JsonValue>, words: DetailWords): string[] {
  return Object.entries(what)
    .flatMap(([name, value]) => (FILTERS.has(name) && isObject(value) ? Object.entries(value) : [one(name, value)]))
    .map(([name, value]) => one(name, valueText(value, name, words)))
    .filter(([, text]) => text !== "")
    .map(([name, text]) => `${words.name(name)}: ${text}`);
}

const FILTERS = new Set(["filter", "filters"]);

function one<Value>(name: string, value: Value): [name: string, value: Value] {
  return [name, value];
}

function isObject(value: JsonValue): value is { [name: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Null is recorded for one thing alone: a state as it is now. */
function valueText(value: JsonValue, name: string, words: DetailWords): string {
  if (value === null) return words.now;
  if (Array.isArray(value)) return value.map((one) => valueText(one, name, words)).join(", ");
  if (isObject(value)) return Object.keys(value).length === 0 ? "" : JSON.stringify(value);
  return words.value(String(value), name);
}
