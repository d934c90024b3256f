import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { idRows } from "../../sql-values.ts";
import type { EventFilter } from "../../vocabulary/event-filter.ts";
import { allOf, timeConditions } from "./filter-conditions.ts";

/** Newest rows looked through before the GIN index is asked: frequent values are found here without it. */
const WALK_ROWS = 4000;
/** A search stops here and says that it is partial. */
const TIME_LIMIT_MS = 4000;

type AttributeSearch = {
  filter: Pick<EventFilter, "from" | "to">;
  cursor: string | undefined;
  limit: number;
  conditions: readonly SQL[];
  attributes: readonly SQL[];
};

/**
 * Finds events by attribute values in two phases: a bounded walk over the newest rows, then the GIN index over spans of
 * 1, 2, 4, 8 ... months, newest first. Either alone is 100 to 2000 times slower for some density of the value (measured
 * at 20 million events); a plain `@> .. order by id limit` ran past 30 seconds.
 *
 * @returns a query of the ids, and whether the time limit ended the search before it was complete.
 */
export async function searchAttributes(db: Executor, search: AttributeSearch): Promise<{ ids: SQL; partial: boolean }> {
  const { filter, cursor, limit, conditions, attributes } = search;
  const wanted = allOf([...conditions, ...attributes]);
  const [walk] = await db.execute<{ ids: string[]; walked: number }>(sql`
    with w as materialized (
      select e.id, ${wanted} as found from event.member_event e where ${allOf(timeConditions(filter, cursor))} order by e.id desc limit ${WALK_ROWS})
    select array(select id::text from w where found order by id desc limit ${limit}) ids, (select count(*)::int from w) walked`);
  if (!walk || walk.ids.length >= limit || walk.walked < WALK_ROWS)
    return { ids: idRows(walk?.ids ?? []), partial: false };
  return searchSpans(db, search, wanted);
}

async function searchSpans(
  db: Executor,
  search: AttributeSearch,
  wanted: SQL,
): Promise<{ ids: SQL; partial: boolean }> {
  const { filter, cursor, limit } = search;
  const [bounds] = await db.execute<{ oldest: string | null; newest: string }>(sql`
    select greatest(${filter.from ?? null}::timestamptz, (select min(from_day)::timestamp at time zone 'UTC' from event.partition_range))::text oldest,
           coalesce(uuid_extract_timestamp(${cursor ?? null}::uuid) + interval '1 millisecond', ${filter.to ?? null}::timestamptz,
                    clock_timestamp() + interval '1 hour')::text newest`);
  if (!bounds?.oldest) return { ids: idRows([]), partial: false };
  const found: string[] = [];
  const started = performance.now();
  let newer = bounds.newest;
  for (let months = 1; found.length < limit; months *= 2) {
    if (performance.now() - started > TIME_LIMIT_MS) return { ids: idRows(found), partial: true };
    const [span] = await db.execute<{ ids: string[]; older: string; last: boolean }>(sql`
      with s as (select greatest(${newer}::timestamptz - make_interval(months => ${months}), ${bounds.oldest}::timestamptz) older),
      m as materialized (
        select e.id from event.member_event e, s
         where ${wanted} and e.id >= event.id_floor(s.older) and e.id < event.id_floor(${newer}::timestamptz) and ${allOf(timeConditions(filter, cursor))})
      select array(select id::text from m order by id desc limit ${limit - found.length}) ids, s.older::text older,
             s.older <= ${bounds.oldest}::timestamptz "last" from s`);
    if (!span) break;
    found.push(...span.ids);
    newer = span.older;
    if (span.last) break;
  }
  return { ids: idRows(found), partial: false };
}
