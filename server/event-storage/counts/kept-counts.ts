import { type SQL, sql } from "drizzle-orm";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { jsonb, textArray } from "../../sql-values.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import type { Selection } from "../conditions/selection.ts";

/** How many events of an action happened in a bar; bars are numbered from 1. */
export type CountOfBar = { bar: number; action: string; family: string; n: number };

/** A span of time by its ends, milliseconds since 1970, `toMs` not included. */
export type Span = { fromMs: number; toMs: number };

/** Whether the counts of hours and days say how many events conditions find: those of one period, of actions, of families. */
export function areKept(conditions: readonly Condition[]): boolean {
  return conditions.every(
    ({ field, values }) => field === "action" || field === "family" || (field === "occurred" && values.length === 1),
  );
}

/**
 * The span of a selection: its period, as far as there are events and time. Null where there is none.
 *
 * An end that is open is that of the history; a given one is never before it.
 */
export async function spanOf(db: Executor, { period }: Selection): Promise<Span | null> {
  const [row] = await db.execute<{ from: string | null; to: string | null }>(sql`
    select ${isoTime(sql`greatest(date_trunc('milliseconds', uuid_extract_timestamp(h.first)), ${period.start}::timestamptz)`)} as from,
           ${isoTime(sql`least(greatest(clock_timestamp(), uuid_extract_timestamp(h.last) + interval '1 millisecond'), ${period.end}::timestamptz)`)} as to
      from (select (select e.id from event.member_event e order by e.id limit 1) as first, (select e.id from event.member_event e order by e.id desc limit 1) as last) h
     where h.first is not null`);
  if (!row?.from || !row.to || row.from >= row.to) return null;
  return { fromMs: Date.parse(row.from), toMs: Date.parse(row.to) };
}

/** Counts of hours serve where a bar is made of whole ones. */
const HOURS_SERVE_FROM_MS = 3_600_000;

/** Whole days of UTC serve where bars are longer than they are. */
const DAYS_SERVE_FROM_MS = 7 * 86_400_000;

/**
 * Counts events by bar and action, exactly and in one snapshot: days and hours that are counted, and the events themselves
 * where an hour is cut, not over, to be counted again, or longer than a bar.
 *
 * @param actions numbers of the only actions to count; undefined for all.
 * @param edges milliseconds since 1970, one more than there are bars; the first at or before the span, the last at or behind it.
 */
export async function countBars(
  db: Executor,
  { fromMs, toMs, edges, actions }: Span & { edges: readonly number[]; actions: readonly string[] | undefined },
): Promise<CountOfBar[]> {
  const at = (ms: number) => sql`${new Date(ms).toISOString()}::timestamptz`;
  const bars = sql`array(select t::timestamptz from jsonb_array_elements_text(${jsonb(edges.map((ms) => new Date(ms).toISOString()))}) t)`;
  const isWanted = (column: SQL) =>
    actions === undefined ? sql`true` : sql`${column} = any(${textArray(actions)}::smallint[])`;
  const [first = fromMs, second = toMs] = edges;
  const daysServe = second - first >= DAYS_SERVE_FROM_MS;
  const countedBefore =
    second - first >= HOURS_SERVE_FROM_MS
      ? sql`coalesce(p.counted_before, '-infinity')`
      : sql`'-infinity'::timestamptz`;
  // What lies in [h1, h2) is read from the counts, what is before and behind from the events.
  return db.execute<CountOfBar>(sql`
    with bars as (select ${bars} as edges),
    cut as (
      select case when h2 > h1 then h1 else t2 end as h1, case when h2 > h1 then h2 else t2 end as h2, t1, t2
        from (select ${at(fromMs)} as t1, ${at(toMs)} as t2, ${ceilTo("hour", at(fromMs))} as h1,
                     least(date_trunc('hour', ${at(toMs)}), ${countedBefore}) as h2 from event.count_progress p) c),
    bar as (
      select b.n, greatest(b.lo, cut.h1) as lo, least(b.hi, cut.h2) as hi
        from (select n::int, lo, lead(lo) over (order by n) as hi from bars, unnest(bars.edges) with ordinality u(lo, n)) b, cut
       where b.hi is not null and greatest(b.lo, cut.h1) < least(b.hi, cut.h2)),
    whole as (
      select n, lo, hi, case when d2 > d1 then d1 else hi end as d1, case when d2 > d1 then d2 else hi end as d2
        from (select bar.*, ${ceilTo("day", sql`lo`)} as d1, ${daysServe ? sql`date_trunc('day', hi, 'UTC')` : sql`'-infinity'::timestamptz`} as d2 from bar) w),
    again as (select distinct r.hour from event.recount r, cut where r.hour >= cut.h1 and r.hour < cut.h2),
    apart as (
      select t1 as lo, h1 as hi from cut where t1 < h1 union all select h2, t2 from cut where h2 < t2
      union all select hour, hour + interval '1 hour' from again),
    counted as (
      select w.n, d.action_id, d.n as events from whole w join event.day_count d on d.day >= (w.d1 at time zone 'UTC')::date and d.day < (w.d2 at time zone 'UTC')::date
       where ${isWanted(sql`d.action_id`)}
      union all
      select w.n, c.action_id, c.n from whole w join event.hour_count c on c.hour >= w.lo and c.hour < w.d1 where ${isWanted(sql`c.action_id`)}
      union all
      select w.n, c.action_id, c.n from whole w join event.hour_count c on c.hour >= w.d2 and c.hour < w.hi where ${isWanted(sql`c.action_id`)}
      union all
      select width_bucket(c.hour, bars.edges), c.action_id, -c.n from bars, again join event.hour_count c on c.hour = again.hour where ${isWanted(sql`c.action_id`)}
      union all
      select e.n, e.action_id, e.events from bars, apart cross join lateral (
        select width_bucket(uuid_extract_timestamp(e.id), bars.edges) as n, e.action_id, count(*) as events from event.member_event e
         where e.id >= event.id_floor(apart.lo) and e.id < event.id_floor(apart.hi) and ${isWanted(sql`e.action_id`)} group by 1, 2) e)
    select c.n as bar, a.name as action, a.family, sum(c.events)::float8 as n from counted c join event.action a on a.id = c.action_id
     group by 1, 2, 3 having sum(c.events) <> 0`);
}

function ceilTo(unit: "hour" | "day", time: SQL): SQL {
  return sql`date_trunc(${unit}, ${time} + ${unit === "hour" ? sql`interval '1 hour'` : sql`interval '1 day'`} - interval '1 microsecond', 'UTC')`;
}
