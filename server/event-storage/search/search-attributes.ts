import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { arrayText, idRows } from "../../sql-values.ts";
import { allOf, type Selection, withinPages } from "../conditions/selection.ts";

/** Newest rows looked through before the GIN index is asked: frequent values are found here without it, and how dense others are is seen. */
const WALK_ROWS = 1000;
/** A search stops here and says that it is partial. */
const TIME_LIMIT_MS = 800;
/** Events that one span may have: reading and sorting more takes longer than asking a shorter span. */
const MOST_OF_SPAN = 600;
/** A span is as long as it takes for so many pages, as dense as the value was so far. */
const SPAN_PAGES = 1.5;
/** How much longer than all that was looked at before a span is at most. */
const STEP = 30;
/** What has too many events in a span as short as this, or of about so many rows, is read in its order: the page is full before long. */
const SHORTEST_SPAN_MS = 3_600_000;
const READ_IN_ORDER_ROWS = 30_000;
/** Where a span has too many, so many moments in it are looked at, and so many rows before each; then as many between two of them. */
const PROBES = 16;
const PROBED_ROWS = 64;

type Page = { cursor: string | undefined; limit: number };
type Found = { ids: SQL; partial: boolean; lookedTo: string | null };

/**
 * Finds events by attribute values in two phases: a bounded walk over the newest rows, then the GIN index over spans of
 * time, newest first, each as long as the value is rare. A span costs what it has: the BRIN index says in which pages its ids lie, and of the value's
 * rows only those are read. Of a value that was common long ago and is absent since, the moment is looked for from which it is no more.
 * Either phase alone is 100 to 2000 times slower for some density of the value (measured at 20 million events); a plain
 * `@> .. order by id limit` ran past 30 seconds.
 *
 * @param selection one with conditions on attributes that the GIN index serves.
 * @returns a query of the ids; whether the time limit ended the search before it was complete, and down to which id it came.
 */
export async function searchAttributes(db: Executor, selection: Selection, page: Page): Promise<Found> {
  const { cursor, limit } = page;
  const within = allOf(withinPages(selection.period, cursor));
  const millis = (time: SQL) => sql`(extract(epoch from ${time}) * 1000)::float8`;
  const first = sql`(select min(from_day)::timestamp at time zone 'UTC' from event.partition_range)`;
  // Aggregated in the order in which the rows come, newest first: sorting them anew takes as long as reading them.
  const [walk] = await db.execute<Walk>(sql`
    select ids, walked, id_last::text last, ${millis(sql`uuid_extract_timestamp(id_first)`)} as "from", ${millis(sql`uuid_extract_timestamp(id_last)`)} as "to",
           ${millis(sql`greatest(${selection.period.start}::timestamptz, ${first})`)} as oldest
      from (select coalesce((array_agg(w.id::text) filter (where w.found))[1:${limit}], '{}') ids, count(*)::int walked,
                   (array_agg(w.id))[1] id_first, (array_agg(w.id))[count(*)] id_last
              from (select e.id, (${allOf(selection.conditions)}) as found from event.member_event e where ${within} order by e.id desc limit ${WALK_ROWS}) w) w`);
  if (!walk || walk.ids.length >= limit || walk.walked < WALK_ROWS)
    return { ids: idRows(walk?.ids ?? []), partial: false, lookedTo: null };
  return searchSpans(db, selection, { walk, limit });
}

/** What the walk found among how many rows, the last of them, and from when to when they reach; where the oldest event may lie. Times in ms. */
type Walk = { ids: string[]; walked: number; last: string; from: number; to: number; oldest: number | null };

async function searchSpans(db: Executor, selection: Selection, given: { walk: Walk; limit: number }): Promise<Found> {
  const { walk, limit } = given;
  if (walk.oldest === null) return { ids: idRows(walk.ids), partial: false, lookedTo: null };
  const asked = { selection, below: walk.last };
  const oldest = Math.floor(walk.oldest);
  const found = [...walk.ids];
  const began = performance.now();
  let lookedTo = walk.last;
  let newer = Math.ceil(walk.to) + 1;
  const readInOrderMs = Math.max(SHORTEST_SPAN_MS, ((walk.from - walk.to + 1) * READ_IN_ORDER_ROWS) / walk.walked);
  const next = () => nextSpan({ found: found.length, ms: Math.max(1, walk.from - newer), limit });
  /** Down to here a span had too many. */
  let crowdedTo = newer;
  for (let length = next(); found.length < limit && newer > oldest; ) {
    if (performance.now() - began > TIME_LIMIT_MS) return { ids: idRows(found), partial: true, lookedTo };
    const older = Math.max(Math.floor(newer - length), oldest);
    const inOrder = newer - older <= (crowdedTo < newer ? readInOrderMs : SHORTEST_SPAN_MS);
    const most = inOrder ? null : Math.max(MOST_OF_SPAN, 2 * limit);
    const span = await searchSpan(db, { ...asked, older, newer, most, limit: limit - found.length });
    if (most !== null && span.count > most) {
      crowdedTo = older;
      length = await absentFor(db, { ...asked, older, newer }, readInOrderMs);
      continue;
    }
    found.push(...span.ids);
    newer = older;
    lookedTo = span.floor;
    // What was there before may be there no more.
    if (newer <= crowdedTo) length = span.count === 0 ? Math.max(length * STEP, next()) : next();
    else length = inOrder ? newer - crowdedTo : Math.min(newer - crowdedTo, readInOrderMs);
  }
  return { ids: idRows(found), partial: false, lookedTo: null };
}

/** As long as the rest of the page takes where the value is as dense as it was so far, and not much longer than what that is known of. */
function nextSpan({ found, ms, limit }: { found: number; ms: number; limit: number }): number {
  const wanted = found === 0 ? Number.POSITIVE_INFINITY : ((limit - found) * SPAN_PAGES * ms) / found;
  return Math.max(SHORTEST_SPAN_MS, Math.min(wanted, STEP * ms));
}

type Span = { selection: Selection; below: string; older: number; newer: number };

/**
 * How long before its end a span that has too many may be asked again: down to the moment after which none were seen, or half of it where none were
 * seen at all. Rows between such moments may have been missed: what is left out is asked as every other span.
 *
 * @param shortMs a span as short as this is read in its order anyway.
 */
async function absentFor(db: Executor, span: Span, shortMs: number): Promise<number> {
  let { older, newer } = span;
  let isSeen = false;
  while (newer - older > shortMs) {
    const every = (newer - older) / PROBES;
    const moments = Array.from({ length: PROBES }, (_, n) => Math.round(newer - n * every));
    const seen = await newestSeen(db, span, moments);
    isSeen ||= seen !== null;
    if (seen === span.newer) return shortMs;
    // None among these: then before the oldest of them.
    older = seen ?? older;
    newer = Math.min(newer, Math.round(older + every));
  }
  return Math.max(shortMs, isSeen ? span.newer - newer : (span.newer - span.older) / 2);
}

/** The newest of these moments among whose rows, those just before it, the value is. */
async function newestSeen(
  db: Executor,
  { selection, below, older }: Span,
  moments: readonly number[],
): Promise<number | null> {
  const within = allOf(withinPages(selection.period, below));
  const [row] = await db.execute<{ seen: number | null }>(sql`
    select max(m.ms)::float8 as seen from unnest(${arrayText(moments.map(String))}::text[]::float8[]) m(ms)
     where exists (
       select from (
         select e.* from event.member_event e
          where ${within} and e.id >= event.id_floor(${new Date(older).toISOString()}::timestamptz) and e.id < event.id_floor(to_timestamp(m.ms / 1000))
          order by e.id desc limit ${PROBED_ROWS}) e
        where ${allOf([...selection.attributes, ...selection.conditions])})`);
  return row?.seen ?? null;
}

type InSpan = { ids: string[]; count: number; floor: string };

/** The newest of a span's events; with `most`, when there are no more than that. Its ends stand in the statement: only its partitions are planned. */
async function searchSpan(db: Executor, span: Span & { most: number | null; limit: number }): Promise<InSpan> {
  const { selection, below, older, newer, most, limit } = span;
  const from = new Date(older).toISOString();
  const end = new Date(newer).toISOString();
  const wanted = allOf([...selection.attributes, ...withinPages(selection.period, below), ...selection.conditions]);
  const [found] = await db.execute<InSpan>(sql`
    with m as materialized (
      select e.id from event.member_event e
       where ${wanted} and e.id >= event.id_floor(${from}::timestamptz) and e.id < event.id_floor(${end}::timestamptz)
       ${most === null ? sql`order by e.id desc limit ${limit}` : sql``}),
    few as materialized (select m.id from m ${most === null ? sql`` : sql`limit ${most + 1}`})
    select array(select id::text from few order by id desc limit ${limit}) ids, (select count(*)::int from few) count,
           event.id_floor(${from}::timestamptz)::text floor`);
  if (!found) throw new Error("a span gave no row");
  return found;
}
