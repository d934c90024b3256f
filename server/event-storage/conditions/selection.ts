import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import { noCatalog, readCatalogShapes } from "./catalog-shapes.ts";
import type { DriverName } from "./condition-parts.ts";
import { occurredWithin, partOf } from "./condition-sql.ts";

/** Conditions as SQL over `event.member_event` (alias e), and what indexes can do for them. */
export type Selection = {
  /** Each must hold; together they are the whole meaning. */
  conditions: readonly SQL[];
  /** Lists of values, one of which every wanted event has; an empty list: nothing can match. */
  drivers: { readonly [K in DriverName]?: readonly string[] };
  /** Implied by the conditions and served by the GIN index on attributes. */
  attributes: readonly SQL[];
  /** Queries of ids (`event_id`) of waiting events, each of which holds all wanted events. */
  waiting: readonly SQL[];
  /** ISO 8601, `end` not included: every wanted event happened within. */
  period: { start: string | null; end: string | null };
  /** False when a condition can only be asked of rows that something else has found: read bounded, answer partial. */
  isIndexed: boolean;
  /** True when a condition looks at part of what it names, and says so. */
  isCut: boolean;
};

/**
 * What conditions are in SQL. Served by an index, alone and in ANDs of them: "is any of" of member, device, IP, correlation,
 * id and of attributes declared as plain values; whatever is asked of action and family; changed; what waits or is parked;
 * the period of happening. Everything else (`isIndexed: false`) has to be read row by row.
 *
 * Attributes and what changed are asked in the shape that readers see, SNS attributes as they were stored.
 *
 * @throws DomainError "bad-input" for a condition that the catalog does not allow.
 */
export async function resolveConditions(db: Executor, conditions: readonly Condition[]): Promise<Selection> {
  const catalog = conditions.some(({ field }) => asksCatalog.has(field)) ? await readCatalogShapes(db) : noCatalog;
  const parts = await Promise.all(conditions.map((condition) => partOf[condition.field](condition, catalog, db)));
  return {
    conditions: parts.map(({ condition }) => condition),
    drivers: parts.map(({ drivers = {} }) => drivers).reduce(intersectDrivers, {}),
    attributes: parts.flatMap(({ attributes }) => attributes ?? []),
    waiting: parts.flatMap(({ waiting }) => waiting ?? []),
    period: parts
      .map(({ period }) => period ?? { start: null, end: null })
      .reduce(narrowPeriod, { start: null, end: null }),
    isIndexed: parts.every(({ isIndexed }) => isIndexed),
    isCut: parts.some(({ isCut }) => isCut === true),
  };
}

const asksCatalog = new Set<Condition["field"]>(["action", "family", "changed", "attribute", "became", "was"]);

/** What both lists name, for each kind of values. */
export function intersectDrivers(one: Selection["drivers"], other: Selection["drivers"]): Selection["drivers"] {
  const joined: { [K in DriverName]?: readonly string[] } = { ...one };
  for (const name of ["ids", "causes", "correlations", "devices", "ips", "members", "actions"] as const) {
    const [mine, theirs] = [one[name], other[name]];
    if (theirs !== undefined)
      joined[name] = mine === undefined ? theirs : mine.filter((value) => theirs.includes(value));
  }
  return joined;
}

type Period = Selection["period"];

function narrowPeriod(one: Period, other: Period): Period {
  const latest = [one.start, other.start]
    .filter((time) => time !== null)
    .sort()
    .at(-1);
  const earliest = [one.end, other.end].filter((time) => time !== null).sort()[0];
  return { start: latest ?? null, end: earliest ?? null };
}

/** No event lies further ahead of any clock: five minutes are allowed, and a server's clock may be wrong by days. */
const AHEAD_MS = 31 * 24 * 3_600_000;

/**
 * Where the events of a period lie below a cursor, by their ids alone: partitions are pruned. Those of coming years are empty, and cost the
 * planner as much as full ones.
 */
export function withinPages(period: Period, cursor: string | undefined): SQL[] {
  return [
    ...(period.start === null && period.end === null ? [] : [occurredWithin(period)]),
    sql`e.id < ${belowCursor(cursor)}`,
  ];
}

/** The id below which a page lies; of the first, one behind all events. */
export function belowCursor(cursor: string | undefined): SQL {
  if (cursor !== undefined) return sql`${cursor}::uuid`;
  return sql`event.id_floor(${new Date(Date.now() + AHEAD_MS).toISOString()}::timestamptz)`;
}

/** Joins conditions with AND; none is true. */
export function allOf(conditions: readonly SQL[]): SQL {
  return conditions.length === 0 ? sql`true` : sql.join([...conditions], sql` and `);
}
