import { isExactNumber, parseExactly } from "../../../exact-number.ts";
import type { JsonValue } from "../../../vocabulary/member-event.ts";
import { timeReader } from "../time/read-time.ts";
import type { SourceIdRule, ValueRule } from "./mapping.ts";
import { isTooDeep, MAX_LEVELS } from "./nesting.ts";
import type { RowReader } from "./row-reader.ts";
import { type Row, RowRefusal } from "./source-row.ts";

/** Takes one value out of a row; undefined when it is missing. Throws RowRefusal. */
export type TakeValue = (row: Row) => JsonValue | undefined;

/** What a value is for: `field` names it in refusals, `isPersonal` keeps the value itself out of them. */
type Purpose = { field: string; isPersonal?: () => boolean };

const never = () => false;

/**
 * Makes the function that takes a value out of rows as a rule says. Missing is what is not there, null, or an empty text.
 *
 * @param reader reads the paths of the rule.
 */
export function takeValue(rule: ValueRule | SourceIdRule, reader: RowReader, purpose: Purpose): TakeValue {
  const { field, isPersonal = never } = purpose;
  const { constant, path, join, item, find, map, as, time } = rule;
  let take: TakeValue;
  if (constant !== undefined) take = () => constant;
  else if (join) {
    const parts = join.map((part) => takeValue(part, reader, purpose));
    take = (row) => {
      const texts = parts.map((part) => part(row));
      return texts.includes(undefined)
        ? undefined
        : texts.map((part) => textOf(part ?? null, field)).join(rule.with ?? "");
    };
  } else take = reader.at(path ?? []);
  if (item !== undefined) take = itemOf(take, { item, path: rule.take ?? ["value"] });
  if (find !== undefined) take = foundIn(take, find);
  const takeDefault = defaultOf(rule.default, reader, purpose);

  const readTime = time && timeReader(time);
  return (row) => {
    let value = take(row);
    if (map && !isMissing(value)) value = mapped(value ?? null);
    if (isMissing(value)) value = takeDefault(row);
    if (isMissing(value)) return undefined;
    if (readTime && (typeof value === "string" || typeof value === "number")) {
      const instant = readTime(value);
      if (typeof instant === "string") throw new RowRefusal(field, isPersonal() ? "is no time of its format" : instant);
      return instant.iso;
    }
    return as ? convert(value ?? null, as, field) : (value ?? null);
  };

  function mapped(value: JsonValue): JsonValue | undefined {
    const key = textOf(value, field);
    if (map && Object.hasOwn(map, key)) return map[key];
    if (rule.otherwise !== undefined) return rule.otherwise;
    const shown = isPersonal() ? "the value" : `"${key.slice(0, 40)}"`;
    throw new RowRefusal(field, `the map has no entry for ${shown}; add one, or give otherwise`);
  }
}

/** Of a list of objects, what stands at a path of the first that has these values. */
function itemOf(
  takeList: TakeValue,
  { item, path }: { item: Record<string, unknown>; path: readonly string[] },
): TakeValue {
  const wanted = Object.entries(item).map(([name, value]) => [name, String(value)] as const);
  return (row) => {
    const list = takeList(row);
    if (!Array.isArray(list)) return undefined;
    const found = list.find((one) => wanted.every(([name, value]) => String(at(one, [name])) === value));
    return found === undefined ? undefined : at(found, path);
  };
}

function at(value: JsonValue, path: readonly string[]): JsonValue | undefined {
  let here: JsonValue | undefined = value;
  for (const name of path) {
    if (typeof here !== "object" || here === null) return undefined;
    here = Array.isArray(here) ? here[Number(name)] : Object.hasOwn(here, name) ? here[name] : undefined;
  }
  return here;
}

/** What an expression finds in a text: its first group, or all of it when it has none; nothing found is nothing there. */
function foundIn(takeText: TakeValue, pattern: RegExp): TakeValue {
  return (row) => {
    const text = takeText(row);
    if (typeof text !== "string" && typeof text !== "number") return undefined;
    const match = pattern.exec(String(text));
    return match === null ? undefined : (match[1] ?? match[0]);
  };
}

function defaultOf(given: ValueRule["default"], reader: RowReader, purpose: Purpose): TakeValue {
  if (typeof given === "object") return takeValue(given, reader, purpose);
  return () => given;
}

/** What counts as not there. */
export function isMissing(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === "";
}

/** A value as text: identifiers and the keys of maps are texts. */
export function textOf(value: JsonValue, field: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null) {
    throw new RowRefusal(field, "is an object or a list; give the path of a value inside it");
  }
  return String(value);
}

function convert(value: JsonValue, as: NonNullable<ValueRule["as"]>, field: string): JsonValue {
  switch (as) {
    case "text":
      return typeof value === "object" && value !== null ? JSON.stringify(value) : textOf(value, field);
    case "number":
    case "integer":
      return numberOf(value, as, field);
    case "boolean":
      return booleanOf(value, field);
    case "json":
      return jsonOf(value, field);
  }
}

const NO_NUMBER =
  'is no number; correct it, write it into "missing" if it stands for nothing, or leave out as where a text may stand';

function numberOf(value: JsonValue, as: "number" | "integer", field: string): number {
  const text = textOf(value, field).trim();
  const number = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(number)) throw new RowRefusal(field, NO_NUMBER);
  if (!isExactNumber(text))
    throw new RowRefusal(field, "has more digits than a number holds; round it, or use text where a text may stand");
  if (as === "integer" && !Number.isInteger(number))
    throw new RowRefusal(field, "is no whole number; round it, or use number where one may stand");
  return number;
}

const truths: Record<string, boolean> = {
  true: true,
  t: true,
  yes: true,
  y: true,
  "1": true,
  false: false,
  f: false,
  no: false,
  n: false,
  "0": false,
};

function booleanOf(value: JsonValue, field: string): boolean {
  const truth = truths[textOf(value, field).trim().toLowerCase()];
  if (truth === undefined)
    throw new RowRefusal(
      field,
      "is neither true nor false (t, f, yes, no, 1, 0); use a map to true and false, and no as",
    );
  return truth;
}

function jsonOf(value: JsonValue, field: string): JsonValue {
  if (typeof value !== "string") return value;
  if (isTooDeep(value)) throw new RowRefusal(field, `is nested deeper than ${MAX_LEVELS} levels; leave out as`);
  try {
    return parseExactly(value);
  } catch {
    throw new RowRefusal(field, "is no JSON text; leave out as");
  }
}
