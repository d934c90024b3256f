import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { idRows } from "../../sql-values.ts";
import { allOf, type Selection, withinPages } from "../conditions/selection.ts";

/** Newest rows looked through before the GIN index is asked: frequent values are found here without it. */
const WALK_ROWS = 4000;
/** A search stops here and says that it is partial. */
const TIME_LIMIT_MS = 800;
/** Events that one span may have: reading and sorting more takes longer than asking a shorter span. */
const MOST_OF_SPAN = 2000;
/** About a partition: the planner looks at few. */
const FIRST_SPAN_MS = 90 * 24 * 3_600_000;
/** What has too many events in a span as short as this is read in its order: the page is full before long. */
const SHORTEST_SPAN_MS = 3_600_000;
/** How much longer the next span is, or how much shorter. */
const STEP = 8;

type Page = { cursor: string | undefined; limit: number };
type Found = { ids: SQL; partial: boolean; lookedTo: string | null };

/**
 * Finds events by attribute values in two phases: a bounded walk over the newest rows, then the GIN index over spans of
 * time, newest first: longer ones after a span that had few events, shorter ones where there are many, as of a value that was common
 * long ago. Either phase alone is 100 to 2000 times slower for some density of the value (measured at 20 million events); a plain
 * `@> .. order by id limit` ran past 30 seconds.
 *
 * @param selection one with conditions on attributes that the GIN index serves.
 * @returns a query of the ids; whether the time limit ended the search before it was complete, and down to which id it came.
 */
export async function searchAttributes(db: Executor, selection: Selection, page: Page): Promise<Found> {
  const { cursor, limit } = page;
  const within = allOf(withinPages(selection.period, cursor));
  const [walk] = await db.execute<{ ids: string[]; walked: number; last: string | null }>(sql`
    with w as materialized (
      select e.id, (${allOf(selection.conditions)}) as found from event.member_event e where ${within} order by e.id desc limit ${WALK_ROWS})
    select array(select id::text from w where found order by id desc limit ${limit}) ids, (select count(*)::int from w) walked,
           (select id::text from w order by id limit 1) last`);
  if (!walk || walk.ids.length >= limit || walk.walked < WALK_ROWS)
    return { ids: idRows(walk?.ids ?? []), partial: false, lookedTo: null };
  return searchSpans(db, selection, { below: walk.last, found: walk.ids, limit });
}

type Walked = { below: string | null; found: readonly string[]; limit: number };

async function searchSpans(
  db: Executor,
  selection: Selection,
  { below, found: walked, limit }: Walked,
): Promise<Found> {
  const { period } = selection;
  const wanted = allOf([...withinPages(period, below ?? undefined), ...selection.attributes, ...selection.conditions]);
  const [bounds] = await db.execute<{ oldest: number | null; newest: number }>(sql`
    select floor(extract(epoch from greatest(${period.start}::timestamptz, (select min(from_day)::timestamp at time zone 'UTC' from event.partition_range))) * 1000)::float8 oldest,
           (ceil(extract(epoch from uuid_extract_timestamp(${below}::uuid)) * 1000) + 1)::float8 newest`);
  if (!bounds || bounds.oldest === null) return { ids: idRows(walked), partial: false, lookedTo: null };
  const found = [...walked];
  const began = performance.now();
  let lookedTo = below;
  let newer = bounds.newest;
  /** Down to here a span had too many: it is looked through in equal parts. */
  let crowdedTo = newer;
  for (let length = FIRST_SPAN_MS; found.length < limit && newer > bounds.oldest; ) {
    if (performance.now() - began > TIME_LIMIT_MS) return { ids: idRows(found), partial: true, lookedTo };
    const older = Math.max(newer - length, bounds.oldest);
    const most = newer - older > SHORTEST_SPAN_MS ? Math.max(MOST_OF_SPAN, limit) : null;
    const span = await searchSpan(db, { wanted, older, newer, most, limit: limit - found.length });
    if (most !== null && span.count > most) {
      crowdedTo = older;
      length = Math.max(SHORTEST_SPAN_MS, Math.floor((newer - older) / STEP));
      continue;
    }
    found.push(...span.ids);
    newer = older;
    lookedTo = span.floor;
    if (newer <= crowdedTo) length *= STEP;
  }
  return { ids: idRows(found), partial: false, lookedTo: null };
}

type Span = { wanted: SQL; older: number; newer: number; most: number | null; limit: number };
type InSpan = { ids: string[]; count: number; floor: string };

/** The newest of a span's events; with `most`, when there are no more than that. Its ends stand in the statement: only its partitions are planned. */
async function searchSpan(db: Executor, { wanted, older, newer, most, limit }: Span): Promise<InSpan> {
  const [from, to] = [new Date(older).toISOString(), new Date(newer).toISOString()];
  const [span] = await db.execute<InSpan>(sql`
    with m as materialized (
      select e.id from event.member_event e
       where ${wanted} and e.id >= event.id_floor(${from}::timestamptz) and e.id < event.id_floor(${to}::timestamptz)
       ${most === null ? sql`order by e.id desc limit ${limit}` : sql``}),
    few as materialized (select m.id from m ${most === null ? sql`` : sql`limit ${most + 1}`})
    select array(select id::text from few order by id desc limit ${limit}) ids, (select count(*)::int from few) count,
           event.id_floor(${from}::timestamptz)::text floor`);
  if (!span) throw new Error("a span gave no row");
  return span;
}
