import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { textArray } from "../../sql-values.ts";
import { jsonMeanings } from "../../vocabulary/condition/condition-meaning.ts";
import { keyOf } from "../../vocabulary/condition-params.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import { readPath } from "../../vocabulary/value-path.ts";
import {
  attributesAsSeen,
  type CatalogShapes,
  isOfShapes,
  originsOf,
  reshaped,
  type StoredShape,
} from "./catalog-shapes.ts";
import type { Part } from "./condition-parts.ts";
import { anyOf, jsonCondition, not, rawJson } from "./value-conditions.ts";
import { wordsLike } from "./value-words.ts";

type Side = "from" | "to";

/** More events than this of one personal value are not looked at. */
const MOST_PERSONAL = 10_000;

const SCALARS = new Set(["string", "number", "integer", "boolean"]);

/**
 * What a condition on an attribute is, over the shape that readers see. Of attributes that the catalog declares as plain
 * values the GIN index finds equal ones, in older versions too. A personal attribute is found by its whole clear value, through
 * the keyed hash; its mask is never compared.
 *
 * @throws DomainError "bad-input" when a personal attribute is asked for anything but equality and existence.
 */
export async function attributePart(
  db: Executor,
  catalog: CatalogShapes,
  condition: Condition,
  sides: readonly Side[],
): Promise<Part> {
  const { name = "", operator } = condition;
  const [attribute = "", ...inner] = readPath(name);
  const personal = catalog.shapes.filter(({ seen }) => seen.get(attribute)?.personal !== undefined);
  const declared = catalog.shapes.filter(({ seen }) => seen.has(attribute));
  if (operator === "exists" || personal.length === 0) return plainPart(catalog, condition, sides);
  if (operator === "none") {
    const any = await attributePart(db, catalog, { ...condition, operator: "any" }, sides);
    return { condition: not(any.condition), isIndexed: false, isCut: any.isCut ?? false };
  }
  const isPersonalOnly = personal.length === declared.length;
  if (operator !== "any" && isPersonalOnly) {
    throw new DomainError(
      "bad-input",
      `"${keyOf(condition)}": ${attribute} is personal and stands masked in events; only whole values of it can be searched. Write ${keyOf({ ...condition, operator: "any" })}=VALUE.`,
      { field: "conditions" },
    );
  }
  const plain = sql`(${not(isOfShapes(personal))} and ${plainPart(catalog, condition, sides).condition})`;
  if (operator !== "any" || inner.length > 0) return { condition: plain, isIndexed: false };
  const ids = await personalIds(db, { values: condition.values, attribute, personal, sides });
  const isOne = sql`e.id = any(${textArray(ids)}::uuid[])`;
  const isCut = ids.length >= MOST_PERSONAL;
  if (isPersonalOnly) return { condition: isOne, drivers: { ids }, isIndexed: true, isCut };
  return { condition: anyOf([isOne, plain]), isIndexed: false, isCut };
}

type PersonalSearch = {
  values: readonly string[];
  attribute: string;
  personal: readonly StoredShape[];
  sides: readonly Side[];
};

async function personalIds(db: Executor, { values, attribute, personal, sides }: PersonalSearch): Promise<string[]> {
  const kinds = [...new Set(personal.flatMap(({ seen }) => seen.get(attribute)?.personal ?? []))];
  const names = [...new Set(personal.flatMap((shape) => [...originsOf(shape, attribute, []).values.keys()]))];
  const letters = sides.map((side) => side.slice(0, 1));
  const rows = await db.execute<{ id: string }>(sql`
    select distinct f.event_id as id
      from unnest(${textArray(kinds)}) k(kind) cross join unnest(${textArray(values)}) v(value)
     cross join lateral event.find_personal(k.kind, v.value, ${MOST_PERSONAL}) f
     where f.name = any(${textArray(names)}) and f.side = any(${textArray(letters)}::char[])`);
  return rows.map(({ id }) => id);
}

function plainPart(catalog: CatalogShapes, condition: Condition, sides: readonly Side[]): Part {
  const { name = "", operator } = condition;
  const [attribute = "", ...inner] = readPath(name);
  const seen = attributesAsSeen(catalog, [attribute]);
  const isEquality = operator === "any" || operator === "none";
  const values = isEquality ? condition.values.flatMap(wordsLike) : condition.values;
  if (operator === "none") return { condition: not(whole({ ...condition, values }, seen, sides)), isIndexed: false };
  const exact = whole({ ...condition, values }, seen, sides);
  const isScalar = catalog.shapes.every((shape) => SCALARS.has(shape.seen.get(attribute)?.type ?? "string"));
  if (operator !== "any" || inner.length > 0 || !isScalar) return { condition: exact, isIndexed: false };
  const wanted = values.flatMap(jsonMeanings);
  const old = reshaped(catalog, [attribute]);
  const stored = contains(attribute, wanted, sides);
  if (old.length === 0) return { condition: stored, attributes: stored, isIndexed: true };
  const origins = old.map((shape) => ({ shape, ...originsOf(shape, attribute, wanted) }));
  const indexed = anyOf([
    stored,
    ...origins.flatMap(({ values: found }) => [...found].map(([from, json]) => contains(from, [...json], sides))),
    isOfShapes(origins.filter(({ isAlways }) => isAlways).map(({ shape }) => shape)),
  ]);
  return { condition: sql`(${indexed} and ${exact})`, attributes: indexed, isIndexed: true };
}

/** What is asked of all that lies at or below the path, on each side. `exists: false` must be so on all of them. */
function whole({ name = "", operator, values }: Condition, seen: SQL, sides: readonly Side[]): SQL {
  const [attribute = "", ...inner] = readPath(name);
  const on = (side: Side, asked: readonly string[]) =>
    jsonCondition(seen, [attribute, side, ...inner], operator, asked);
  if (operator !== "exists") {
    const any = operator === "none" ? "any" : operator;
    return anyOf(sides.map((side) => jsonCondition(seen, [attribute, side, ...inner], any, values)));
  }
  const exists = anyOf(sides.map((side) => on(side, ["true"])));
  return anyOf(values.map((value) => (value === "true" ? exists : not(exists))));
}

function contains(name: string, json: readonly string[], sides: readonly Side[]): SQL {
  const key = JSON.stringify(name);
  return anyOf(
    sides.flatMap((side) => json.map((one) => sql`e.attributes @> ${rawJson(`{${key}:{"${side}":${one}}}`)}`)),
  );
}
