import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import type { Narrowing } from "../../filter-policy/sql/narrow-by-policy.ts";
import { jsonb, textArray } from "../../sql-values.ts";
import { canonicalIp } from "../../vocabulary/ip-address.ts";
import { allOf, intersectDrivers, type Selection, withinPages } from "../conditions/selection.ts";
import { anyOf } from "../conditions/value-conditions.ts";
import { isByAttributes, isImpossible, rowsOf } from "./find-events.ts";
import { searchAttributes } from "./search-attributes.ts";

/** A query with the columns of event.member_event; down to which id all are there, where the time was up before the page was full. */
type Candidates = { rows: SQL; partial: boolean; lookedTo: string | null };

/** Where candidates come from, newest first below a cursor. */
export type CandidateSource = {
  find(db: Executor, page: { cursor: string | undefined; limit: number }): Promise<Candidates>;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Chooses the index that gives candidates for a policy together with conditions. The candidates hold every event that both
 * want; the caller checks each against the policy. Conditions ask of the shape that readers see, the policy of the stored one.
 */
export async function policyCandidates(
  db: Executor,
  { selection, narrowing }: { selection: Selection; narrowing: Narrowing },
): Promise<CandidateSource> {
  const narrowed = await narrow(db, selection, narrowing);
  if (isImpossible(narrowed)) {
    return {
      find: async () => ({
        ...{ partial: false, lookedTo: null },
        rows: sql`select e.* from event.member_event e where false`,
      }),
    };
  }
  return {
    async find(one, page) {
      if (isByAttributes(narrowed)) {
        const { ids, partial, lookedTo } = await searchAttributes(one, narrowed, page);
        return { rows: sql`select m.* from (${ids}) k join event.member_event m on m.id = k.id`, partial, lookedTo };
      }
      const all = [...withinPages(narrowed.period, page.cursor), ...narrowed.conditions];
      return { rows: rowsOf(narrowed, all, page.limit, sql`e.*`), partial: narrowed.isCut, lookedTo: null };
    },
  };
}

/** The selection with what the policy says of the same places. */
async function narrow(db: Executor, selection: Selection, narrowing: Narrowing): Promise<Selection> {
  const lists = await listsOf(db, narrowing);
  const attributes = await scalarAttributes(db, narrowing);
  const drivers = intersectDrivers(selection.drivers, lists);
  return {
    ...selection,
    drivers,
    attributes: [...selection.attributes, ...attributes],
    conditions: [
      ...selection.conditions,
      ...(lists.ids ? [sql`e.id = any(${textArray(lists.ids)}::uuid[])`] : []),
      ...(lists.correlations ? [sql`e.correlation_id = any(${textArray(lists.correlations)}::uuid[])`] : []),
      ...(lists.devices ? [sql`e.device_id = any(${textArray(lists.devices)})`] : []),
      ...(lists.ips ? [sql`e.ip = any(${textArray(lists.ips)})`] : []),
      ...(lists.members ? [sql`e.member_id = any(${textArray(lists.members)})`] : []),
      ...(lists.actions ? [sql`e.action_id = any(${textArray(lists.actions)}::smallint[])`] : []),
      ...(narrowing.changed ? [sql`e.attributes ?| ${textArray(narrowing.changed)}`] : []),
      ...attributes,
    ],
  };
}

/** The policy's values as columns hold them. An address that is none has no column; then only the policy can tell. */
async function listsOf(db: Executor, narrowing: Narrowing): Promise<Selection["drivers"]> {
  const uuids = (values: readonly string[]) => values.filter((value) => UUID.test(value));
  const ips = narrowing.ips?.map(canonicalIp);
  const actions = await actionsOf(db, narrowing);
  return {
    ...(narrowing.eventIds && { ids: uuids(narrowing.eventIds) }),
    ...(narrowing.correlations && { correlations: uuids(narrowing.correlations) }),
    ...(narrowing.devices && { devices: narrowing.devices }),
    ...(ips?.every((ip) => ip !== null) && { ips }),
    ...(narrowing.members && { members: narrowing.members }),
    ...(actions && { actions }),
  };
}

/** The numbers of the actions a policy allows: the named ones, narrowed to those that can change one of the named attributes. */
async function actionsOf(db: Executor, { actions, changed }: Narrowing): Promise<string[] | undefined> {
  if (actions === undefined && changed === undefined) return undefined;
  const conditions = [
    ...(actions ? [sql`a.name = any(${textArray(actions)})`] : []),
    ...(changed
      ? [
          sql`exists (select from event.action_version v
                where v.action_id = a.id and v.schema -> 'properties' ?| ${textArray(changed)})`,
        ]
      : []),
  ];
  const rows = await db.execute<{ id: string }>(
    sql`select a.id::text as id from event.action a where ${allOf(conditions)}`,
  );
  return rows.map(({ id }) => id);
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
    return [anyOf(values.map((value) => sql`e.attributes @> ${jsonb({ [name]: { [side]: value } })}`))];
  });
}
