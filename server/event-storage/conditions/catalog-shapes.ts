import { type SQL, sql } from "drizzle-orm";
import type { Upcast } from "../../catalog/upcast.ts";
import type { Executor } from "../../db.ts";
import { jsonb } from "../../sql-values.ts";
import { jsonMeanings } from "../../vocabulary/condition/condition-meaning.ts";
import { digitsOf, isDecimal } from "../../vocabulary/decimal.ts";
import type { Family, JsonValue } from "../../vocabulary/member-event.ts";

type Declared = { type: string; personal?: PersonalKind };
type PersonalKind = "phone" | "email" | "name" | "address";

/** A version of an action as events were stored with it, and the steps that make of it what readers see. */
export type StoredShape = {
  actionId: number;
  version: number;
  /** Oldest first; none for the current version. */
  steps: Upcast[];
  /** The attributes that readers see, by name. */
  seen: ReadonlyMap<string, Declared>;
};

/** The catalog as searches ask it. */
export type CatalogShapes = {
  actions: readonly { id: number; name: string; family: Family }[];
  /** Every version of every action. */
  shapes: readonly StoredShape[];
  /** The attributes that any version calls personal, by the names under which they are stored. */
  personal: ReadonlyMap<string, ReadonlySet<PersonalKind>>;
};

type Row = {
  mark: string | null;
  id: number;
  name: string;
  family: Family;
  current: number;
  version: number;
  properties: Record<string, Declared> | null;
  upcast: Upcast | null;
};

/** The catalog of conditions that ask nothing of it. */
export const noCatalog: CatalogShapes = { actions: [], shapes: [], personal: new Map() };

/** Catalogs by their marks, the latest read last; more than one only while several databases are asked. */
const known = new Map<string, CatalogShapes>();
const MOST_KNOWN = 8;

/**
 * The catalog as it stands now. Its mark is asked each time, the catalog itself only when the mark is another: a committed change is
 * known to the next who asks.
 */
export async function readCatalogShapes(db: Executor): Promise<CatalogShapes> {
  const [now] = await db.execute<{ mark: string }>(sql`select c.mark from event.catalog_mark c`);
  const remembered = now && known.get(now.mark);
  if (remembered !== undefined) return remembered;
  // The mark once more, of the same moment as the rows: a push may lie between.
  const rows = await db.execute<Row>(sql`
    select c.mark, a.id, a.name, a.family, a.current_version as current, v.version, v.schema -> 'properties' as properties, v.upcast
      from event.action a join event.action_version v on v.action_id = a.id left join event.catalog_mark c on true order by a.id, v.version`);
  const catalog = catalogOf(rows);
  const mark = rows[0]?.mark;
  if (mark) {
    known.set(mark, catalog);
    for (const oldest of [...known.keys()].slice(0, -MOST_KNOWN)) known.delete(oldest);
  }
  return catalog;
}

function catalogOf(rows: readonly Row[]): CatalogShapes {
  const actions = new Map(rows.map(({ id, name, family }) => [id, { id, name, family }]));
  const personal = new Map<string, Set<PersonalKind>>();
  for (const [name, { personal: kind }] of rows.flatMap(({ properties }) => Object.entries(properties ?? {}))) {
    if (kind !== undefined) personal.set(name, (personal.get(name) ?? new Set()).add(kind));
  }
  return { actions: [...actions.values()], shapes: rows.map((row) => shapeOf(row, rows)), personal };
}

function shapeOf({ id, version, current, properties }: Row, rows: readonly Row[]): StoredShape {
  const steps = rows.flatMap((row) => {
    const follows = row.id === id && row.version > version && row.version <= current;
    return follows && row.upcast !== null ? [row.upcast] : [];
  });
  const stored = new Map(Object.entries(properties ?? {}));
  return { actionId: id, version, steps, seen: steps.reduce(seenAfter, stored) };
}

function seenAfter(before: Map<string, Declared>, { attributes }: Upcast): Map<string, Declared> {
  const sources = Object.entries(attributes);
  const moved = new Set(sources.flatMap(([, source]) => ("was" in source ? [source.was] : [])));
  const after = new Map([...before].filter(([name]) => !moved.has(name)));
  for (const [name, source] of sources) {
    if ("to" in source) after.set(name, after.get(name) ?? { type: source.to === null ? "string" : typeof source.to });
    else if (before.has(source.was)) after.set(name, before.get(source.was) ?? { type: "string" });
  }
  return after;
}

/** The shapes in which an attribute is not what was stored under its name. */
export function reshaped({ shapes }: CatalogShapes, names: readonly string[]): StoredShape[] {
  return shapes.filter(({ steps }) => {
    return steps.some(({ attributes }) =>
      Object.entries(attributes).some(
        ([name, source]) => names.includes(name) || ("was" in source && names.includes(source.was)),
      ),
    );
  });
}

/** Whether the event (alias e) was stored in one of these shapes. */
export function isOfShapes(shapes: readonly StoredShape[]): SQL {
  if (shapes.length === 0) return sql`false`;
  const each = shapes.map(
    ({ actionId, version }) => sql`(e.action_id = ${actionId}::smallint and e.version = ${version}::smallint)`,
  );
  return sql`(${sql.join(each, sql` or `)})`;
}

/** The attributes of the event (alias e) as readers see them, as far as the named ones go. */
export function attributesAsSeen(catalog: CatalogShapes, names: readonly string[]): SQL {
  return seenOfShapes(reshaped(catalog, names));
}

/** The attributes of the event (alias e) as readers see them, whatever their names. */
export function allAttributesAsSeen({ shapes }: CatalogShapes): SQL {
  return seenOfShapes(shapes.filter(({ steps }) => steps.length > 0));
}

function seenOfShapes(old: readonly StoredShape[]): SQL {
  if (old.length === 0) return sql`e.attributes`;
  const cases = old.map(
    (shape) => sql`when ${isOfShapes([shape])} then event.upcast_attributes(e.attributes, ${jsonb(shape.steps)})`,
  );
  return sql`(case ${sql.join(cases, sql` `)} else e.attributes end)`;
}

/** Stored values that readers may see as a wanted one: by name, as JSON; and whether the shape always means it. */
export type Origins = { values: Map<string, Set<string>>; isAlways: boolean };

/**
 * What may stand in events of a shape where readers see one of the wanted values, so that an index on what is stored finds
 * them: more than is wanted, never less.
 */
export function originsOf({ steps }: StoredShape, name: string, wanted: readonly string[]): Origins {
  let values = new Map([[name, new Set(wanted)]]);
  let isAlways = false;
  for (const { attributes } of [...steps].reverse()) {
    const before = new Map([...values].map(([known, ones]) => [known, new Set(ones)]));
    for (const [seen, ones] of values) {
      const source = Object.hasOwn(attributes, seen) ? attributes[seen] : undefined;
      if (source === undefined) continue;
      if ("to" in source) isAlways ||= holds(ones, source.to);
      else {
        const exchanged = Object.entries(source.values ?? {}).filter(([, to]) => holds(ones, to));
        const texts = exchanged.flatMap(([from]) => jsonMeanings(from));
        before.set(source.was, new Set([...(before.get(source.was) ?? []), ...ones, ...texts]));
      }
    }
    values = before;
  }
  return { values, isAlways };
}

function holds(wanted: ReadonlySet<string>, value: JsonValue): boolean {
  const found = comparable(JSON.stringify(value));
  return [...wanted].some((one) => comparable(one) === found);
}

function comparable(json: string): string {
  return isDecimal(json) ? digitsOf(json) : json;
}
