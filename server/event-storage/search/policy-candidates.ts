import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import type { Narrowing } from "../../filter-policy/sql/narrow-by-policy.ts";
import { jsonb, textArray } from "../../sql-values.ts";
import type { EventFilter } from "../../vocabulary/event-filter.ts";
import { allOf, allowedActions, attributeCondition, timeConditions } from "./filter-conditions.ts";
import { searchAttributes } from "./search-attributes.ts";

/** Where candidates come from, newest first below a cursor: a query with the columns `id` and `e`, the whole row. */
export type CandidateSource = {
  find(db: Executor, page: { cursor: string | undefined; limit: number }): Promise<{ rows: SQL; partial: boolean }>;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The columns that may drive a search by a list of values, the most telling first. */
const drivers = [
  { key: "members", column: sql`e.member_id`, type: sql`text` },
  { key: "correlations", column: sql`e.correlation_id`, type: sql`uuid` },
  { key: "devices", column: sql`e.device_id`, type: sql`text` },
  { key: "ips", column: sql`e.ip`, type: sql`text` },
] as const;

/**
 * Chooses the index that gives candidates for a policy together with a structured filter. The candidates hold every event
 * that both want; the caller checks each against the policy.
 */
export async function policyCandidates(
  db: Executor,
  { filter, narrowing }: { filter: EventFilter; narrowing: Narrowing },
): Promise<CandidateSource> {
  const lists = joinLists(filter, narrowing);
  const actions = await actionsOf(db, filter, narrowing);
  const attributes = await scalarAttributes(db, narrowing);
  const conditions = [
    ...drivers.flatMap(({ key, column, type }) =>
      lists[key] ? [sql`${column} = any(${textArray(lists[key])}::${type}[])`] : [],
    ),
    ...[filter.changed, narrowing.changed].flatMap((names) =>
      names ? [sql`e.attributes ?| ${textArray(names)}`] : [],
    ),
    ...(lists.eventIds ? [sql`e.id = any(${textArray(lists.eventIds)}::uuid[])`] : []),
    ...(actions ? [sql`e.action_id = any(${`{${actions.join(",")}}`}::smallint[])`] : []),
    ...(filter.unpublished ? [sql`exists (select from event.pending p where p.event_id = e.id)`] : []),
  ];
  const equalities = [...(filter.attributes ?? []).map(attributeCondition), ...attributes];
  const find = (driven: (all: SQL, limit: number) => SQL): CandidateSource => ({
    find: async (_db, { cursor, limit }) => {
      return {
        rows: driven(allOf([...timeConditions(filter, cursor), ...conditions, ...equalities]), limit),
        partial: false,
      };
    },
  });
  if (lists.eventIds) return find(rowsInOrder);
  const driver = drivers.find(({ key }) => lists[key]);
  if (driver) {
    const values = sql`unnest(${textArray(lists[driver.key] ?? [])}::${driver.type}[])`;
    return find((all, limit) => rowsOfEach({ values, column: driver.column, all, limit }));
  }
  if (equalities.length > 0) {
    const rest = { filter, conditions, attributes: equalities };
    return {
      async find(one, page) {
        const { ids, partial } = await searchAttributes(one, { ...rest, ...page });
        return { rows: sql`select m.id, m as e from (${ids}) k join event.member_event m on m.id = k.id`, partial };
      },
    };
  }
  if (actions) {
    const values = sql`unnest(${`{${actions.join(",")}}`}::smallint[])`;
    return find((all, limit) => rowsOfEach({ values, column: sql`e.action_id`, all, limit }));
  }
  return find(rowsInOrder);
}

function rowsInOrder(all: SQL, limit: number): SQL {
  return sql`select e.id, e as e from event.member_event e where ${all} order by e.id desc limit ${limit}`;
}

/** One ordered index read a value, merged. */
function rowsOfEach({ values, column, all, limit }: { values: SQL; column: SQL; all: SQL; limit: number }): SQL {
  return sql`select k.id, k.e from ${values} v(value) cross join lateral (
      select e.id, e as e from event.member_event e where ${column} = v.value and ${all} order by e.id desc limit ${limit}) k
    order by k.id desc limit ${limit}`;
}

type Lists = { [K in (typeof drivers)[number]["key"] | "eventIds"]?: readonly string[] };

/** What filter and policy name for the same place must be named by both. */
function joinLists(filter: EventFilter, narrowing: Narrowing): Lists {
  const uuids = (values: readonly string[] | undefined) => values?.filter((value) => UUID.test(value));
  const wanted: Record<keyof Lists, (readonly string[] | undefined)[]> = {
    members: [filter.members, narrowing.members],
    correlations: [
      filter.correlation === undefined ? undefined : [filter.correlation.toLowerCase()],
      uuids(narrowing.correlations),
    ],
    devices: [filter.device === undefined ? undefined : [filter.device], narrowing.devices],
    ips: [filter.ip === undefined ? undefined : [filter.ip], narrowing.ips],
    eventIds: [uuids(narrowing.eventIds)],
  };
  const joined = Object.entries(wanted).map(([key, given]) => {
    const [first, ...others] = given.filter((list) => list !== undefined);
    return [key, first?.filter((value) => others.every((list) => list.includes(value)))] as const;
  });
  return Object.fromEntries(joined.filter(([, list]) => list !== undefined));
}

async function actionsOf(db: Executor, filter: EventFilter, narrowing: Narrowing): Promise<number[] | undefined> {
  const mine = await allowedActions(db, filter);
  const theirs = await allowedActions(db, {
    ...(narrowing.actions ? { actions: [...narrowing.actions] } : {}),
    ...(narrowing.changed ? { changed: [...narrowing.changed] } : {}),
  });
  return mine === undefined || theirs === undefined ? (mine ?? theirs) : mine.filter((id) => theirs.includes(id));
}

/** Conditions on attributes that the catalog declares as plain values in every version: others may hide a value in a list. */
async function scalarAttributes(db: Executor, { attributes = [] }: Narrowing): Promise<SQL[]> {
  if (attributes.length === 0) return [];
  const names = attributes.map(({ name }) => name);
  const rows = await db.execute<{ name: string }>(sql`
    select distinct p.key as name from event.action_version v, jsonb_each(v.schema -> 'properties') p
     where p.key = any(${textArray(names)}) and coalesce(p.value ->> 'type', '') not in ('string', 'number', 'integer', 'boolean')`);
  const other = new Set(rows.map(({ name }) => name));
  return attributes.flatMap(({ name, side, values }) => {
    if (other.has(name)) return [];
    const alternatives = values.map((value) => sql`e.attributes @> ${jsonb({ [name]: { [side]: value } })}`);
    return [sql`(${alternatives.length === 0 ? sql`false` : sql.join(alternatives, sql` or `)})`];
  });
}
