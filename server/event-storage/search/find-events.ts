import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { idRows, textArray } from "../../sql-values.ts";
import type { DriverName } from "../conditions/condition-parts.ts";
import { allOf, belowCursor, type Selection, withinPages } from "../conditions/selection.ts";
import { isOfStory } from "../story.ts";
import { searchAttributes } from "./search-attributes.ts";

/** A walk over rows that no index narrows stops here and says that it is partial. */
const WALK_LIMIT_MS = 800;
/** Rows looked at in the first step of a walk; each further one takes twice as many, up to the last. */
const FIRST_LOOK = 1000;
const LAST_LOOK = 16_000;

export type Page = { cursor: string | undefined; limit: number };

/** Ids newest first: all there are up to the limit, or `partial` with the id down to which everything was looked at. */
export type FoundIds = { ids: SQL; partial: boolean; lookedTo: string | null };

/**
 * Finds the events of a selection, newest first below a cursor: by the index that tells most, and bounded where none does.
 *
 * @param db a pool whose statements are planned for their values (`plans: "custom"`).
 */
export async function findEvents(db: Executor, selection: Selection, page: Page): Promise<FoundIds> {
  if (isImpossible(selection)) return { ids: sql`select null::uuid id where false`, partial: false, lookedTo: null };
  const way = wayTo(selection);
  if (way === "attributes") {
    const { ids, partial, lookedTo } = await searchAttributes(db, selection, page);
    return { ids, partial: partial || selection.isCut, lookedTo };
  }
  const ofOne = ofOneValue(selection, page);
  if (ofOne !== undefined) return { ids: ofOne, partial: false, lookedTo: null };
  if (selection.isIndexed || way === "ids" || way === "waiting") {
    const near = way === "actions" ? await lookAtNewest(db, selection, page) : undefined;
    if (near !== undefined) return { ids: idRows(near), partial: selection.isCut, lookedTo: null };
    const all = [...withinPages(selection.period, page.cursor), ...selection.conditions];
    return { ids: rowsOf(selection, all, page.limit, sql`e.id`), partial: selection.isCut, lookedTo: null };
  }
  return walk(db, selection, page);
}

/** The columns of which one value, when nothing else is asked, is found by a plan that is made once. */
const columnOf = { members: "member_id", devices: "device_id", ips: "ip" } as const;

/** The newest of one member, device or address, where that is all that is asked. */
function ofOneValue({ conditions, drivers, period }: Selection, { cursor, limit }: Page): SQL | undefined {
  if (conditions.length !== 1 || period.start !== null || period.end !== null) return undefined;
  for (const name of ["members", "devices", "ips"] as const) {
    const [value, ...others] = drivers[name] ?? [];
    if (value !== undefined && others.length === 0)
      return sql`select n.id from event.newest_ids(${columnOf[name]}, ${value}, ${belowCursor(cursor)}, ${limit}) n(id)`;
  }
  return undefined;
}

/**
 * A page from among the newest rows, where several actions may have it: asked one by one, each would read a page of its own, and most of
 * its events where few have what else is asked.
 */
async function lookAtNewest(
  db: Executor,
  selection: Selection,
  { cursor, limit }: Page,
): Promise<string[] | undefined> {
  if ((selection.drivers.actions?.length ?? 0) < 2) return undefined;
  const found: string[] = [];
  let below = cursor;
  for (const rows of [FIRST_LOOK, 4 * FIRST_LOOK]) {
    const step = await look({ db, selection: { ...selection, drivers: {} }, below }, rows, limit - found.length);
    found.push(...step.ids);
    if (found.length >= limit || step.looked < rows) return found;
    below = step.last ?? below;
  }
  return undefined;
}

/** Whether a list of values that an event must have is empty. */
export function isImpossible({ drivers }: Selection): boolean {
  return Object.values(drivers).some((values) => values.length === 0);
}

/** The columns that may drive a search by a list of values, the most telling first. */
const columns = {
  ids: { is: (value) => sql`e.id = ${value}`, type: sql`uuid` },
  causes: { is: (value) => sql`e.causation_id = ${value}`, type: sql`uuid` },
  correlations: { is: isOfStory, type: sql`uuid` },
  devices: { is: (value) => sql`e.device_id = ${value}`, type: sql`text` },
  ips: { is: (value) => sql`e.ip = ${value}`, type: sql`text` },
  members: { is: (value) => sql`e.member_id = ${value}`, type: sql`text` },
  actions: { is: (value) => sql`e.action_id = ${value}`, type: sql`smallint` },
} as const satisfies Record<DriverName, { is: (value: SQL) => SQL; type: SQL }>;

type Way = DriverName | "waiting" | "attributes" | "order";

function wayTo({ drivers, attributes, waiting }: Selection): Way {
  if (drivers.ids !== undefined) return "ids";
  if (waiting.length > 0) return "waiting";
  for (const name of ["causes", "correlations", "devices", "ips", "members"] as const)
    if (drivers[name] !== undefined) return name;
  if (attributes.length > 0) return "attributes";
  return drivers.actions === undefined ? "order" : "actions";
}

/** Whether candidates come from the two-phase search by attributes. */
export function isByAttributes(selection: Selection): boolean {
  return wayTo(selection) === "attributes";
}

/**
 * The rows for which conditions hold, newest first, by the selection's most telling index.
 *
 * @param chosen what to give of each row (alias e); its first column is the id.
 */
export function rowsOf(selection: Selection, conditions: readonly SQL[], limit: number, chosen: SQL): SQL {
  const way = wayTo(selection);
  const all = allOf(conditions);
  if (way === "waiting") {
    const [first = sql``] = selection.waiting;
    return sql`select ${chosen} from (select distinct w.event_id from (${first}) w) w join event.member_event e on e.id = w.event_id
      where ${all} order by e.id desc limit ${limit}`;
  }
  if (way === "order" || way === "attributes") {
    return sql`select ${chosen} from event.member_event e where ${all} order by e.id desc limit ${limit}`;
  }
  const { is, type } = columns[way];
  const values = selection.drivers[way] ?? [];
  if (values.length === 1) {
    return sql`select ${chosen} from event.member_event e where ${is(sql`${values[0]}::${type}`)} and ${all} order by e.id desc limit ${limit}`;
  }
  // One ordered index read a value, merged: `= any(..) order by .. limit` would sort everything that matches (measured: 30 times slower). By the order
  // of the action's own index: where a condition is taken for true half the time, the planner would read all events for each action.
  const order = way === "actions" ? sql`e.action_id desc, e.id desc` : sql`e.id desc`;
  return sql`select k.* from unnest(${textArray(values)}::${type}[]) v(value) cross join lateral (
      select ${chosen} from event.member_event e where ${is(sql`v.value`)} and ${all} order by ${order} limit ${limit}) k
    order by k.id desc limit ${limit}`;
}

/** Looks at rows in steps, newest first, until the page is full, nothing is left or the time is up. */
async function walk(db: Executor, selection: Selection, { cursor, limit }: Page): Promise<FoundIds> {
  const found: string[] = [];
  const began = performance.now();
  let below = cursor;
  for (let rows = FIRST_LOOK; ; rows = Math.min(rows * 2, LAST_LOOK)) {
    const step = await look({ db, selection, below }, rows, limit - found.length);
    found.push(...step.ids);
    if (found.length >= limit || step.looked < rows) {
      return { ids: idRows(found), partial: selection.isCut, lookedTo: null };
    }
    below = step.last ?? below;
    if (performance.now() - began > WALK_LIMIT_MS)
      return { ids: idRows(found), partial: true, lookedTo: below ?? null };
  }
}

type Look = { db: Executor; selection: Selection; below: string | undefined };

/** The ids for which conditions hold among so many rows of the selection's index, and the last row that was looked at. */
async function look(
  { db, selection, below }: Look,
  rows: number,
  limit: number,
): Promise<{ ids: string[]; looked: number; last: string | null }> {
  const within = withinPages(selection.period, below);
  const looked = rowsOf(selection, within, rows, sql`e.id, (${allOf(selection.conditions)}) as found`);
  const [step] = await db.execute<{ ids: string[]; looked: number; last: string | null }>(sql`
    with c as materialized (${looked})
    select array(select c.id::text from c where c.found order by c.id desc limit ${limit}) ids,
           (select count(*)::int from c) looked, (select c.id::text from c order by c.id limit 1) last`);
  if (!step) throw new Error("a look gave no row");
  return step;
}
