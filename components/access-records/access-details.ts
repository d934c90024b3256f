import { type Condition, readRecorded } from "#server/vocabulary/conditions";
import type { JsonValue } from "#server/vocabulary/member-event";

/** How the names and values of a record are said; what has no word stays as it is. */
type DetailWords = {
  name: (name: string) => string;
  value: (value: string, name: string) => string;
  condition: (condition: Condition) => string;
  now: string;
};

/** What was asked for, a text a condition: a filter's conditions stand beside the rest, and what is empty is left out. */
export function detailTexts(what: Record<string, JsonValue>, words: DetailWords): string[] {
  return Object.entries(what)
    .flatMap(([name, value]) => (FILTERS.has(name) && isObject(value) ? Object.entries(value) : [one(name, value)]))
    .flatMap(([name, value]) => {
      if (name === "conditions" && Array.isArray(value)) return value.map((given) => conditionText(given, words));
      if (name === "steps" && Array.isArray(value)) return value.map((step, n) => stepText(step, n + 1, words));
      const text = valueText(value, name, words);
      return text === "" ? [] : [`${words.name(name)}: ${text}`];
    });
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

/** A step of a sequence: its number, how often at least or that it must not come, and its conditions. */
function stepText(given: JsonValue, n: number, words: DetailWords): string {
  if (!isObject(given) || !Array.isArray(given.conditions)) return `${n}. ${JSON.stringify(given)}`;
  const { times, isAbsent, conditions } = given;
  const how = isAbsent === true ? "✕ " : typeof times === "number" && times > 1 ? `${times}× ` : "";
  return `${n}. ${how}${conditions.map((condition) => conditionText(condition, words)).join(", ")}`;
}

/** A condition of a search in the words of its chip. */
function conditionText(given: JsonValue, words: DetailWords): string {
  const condition = readRecorded(given);
  return condition === null ? JSON.stringify(given) : words.condition(condition);
}
