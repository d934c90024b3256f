import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { idRows } from "../../sql-values.ts";
import { allOf, type Selection, withinPages } from "../conditions/selection.ts";

/** Newest rows looked through before the GIN index is asked: frequent values are found here without it, and how dense others are is seen. */
const WALK_ROWS = 1000;
/** A search stops here and says that it is partial. */
const TIME_LIMIT_MS = 800;
/** Events that one span may have: reading and sorting more takes longer than asking a shorter span. */
const MOST_OF_SPAN = 2000;
/** About a partition: the planner looks at few. */
const LONGEST_FIRST_SPAN_MS = 90 * 24 * 3_600_000;
/** As long as it takes for so many pages, as dense as the value was among the newest rows. */
const FIRST_SPAN_PAGES = 3;
/** What has too many events in a span as short as this, or of about so many rows, is read in its order: the page is full before long. */
const SHORTEST_SPAN_MS = 3_600_000;
const READ_IN_ORDER_ROWS = 30_000;
/**
 * In spans of more rows than about these, rare values are read of whole partitions and the ends are looked at in the rows: the planner takes
 * a value for twenty times as frequent as it is, and would join its few rows with a bitmap of every id in the span (measured at 2 million events: 9 of 10 ms).
 */
const WHOLE_PARTITION_ROWS = 40_000;
/** How much longer the next span is. */
const STEP = 8;

type Page = { cursor: string | undefined; limit: number };
type Found = { ids: SQL; partial: boolean; lookedTo: string | null };

/**
 * Finds events by attribute values in two phases: a bounded walk over the newest rows, then the GIN index over spans of
 * time, newest first: longer ones after a span that had few events, halves where there are many, as of a value that was common
 * long ago. Either phase alone is 100 to 2000 times slower for some density of the value (measured at 20 million events); a plain
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
  const lengthOf = (rows: number) => Math.max(SHORTEST_SPAN_MS, ((walk.from - walk.to + 1) * rows) / walk.walked);
  const readInOrderMs = lengthOf(READ_IN_ORDER_ROWS);
  const wholePartitionMs = lengthOf(WHOLE_PARTITION_ROWS);
  /** Down to here a span had too many, and whether all of them lie in what is left of it. */
  let crowded = { to: newer, isWhole: false };
  for (let length = firstSpan(walk, limit); found.length < limit && newer > oldest; ) {
    if (performance.now() - began > TIME_LIMIT_MS) return { ids: idRows(found), partial: true, lookedTo };
    const start = startOfQuarter(newer - length);
    const isWhole = crowded.isWhole ? start > crowded.to : length > wholePartitionMs;
    // Of a value that is frequent within a partition, the ids of a short span are read, and not all before it.
    const within = crowded.isWhole ? Math.min(length, wholePartitionMs) : length;
    const older = isWhole ? Math.max(start, startOfQuarter(oldest)) : Math.max(newer - within, oldest);
    const isCrowded = crowded.isWhole && older <= crowded.to;
    const inOrder = newer - older <= (isCrowded ? readInOrderMs : SHORTEST_SPAN_MS);
    const most = inOrder ? null : Math.max(MOST_OF_SPAN, limit);
    const span = await searchSpan(db, { ...asked, older, newer, isWhole, most, limit: limit - found.length });
    if (most !== null && span.count > most) {
      crowded = { to: older, isWhole: true };
    } else {
      found.push(...span.ids);
      newer = older;
      lookedTo = span.floor;
      crowded.isWhole &&= span.count === 0;
    }
    const left = newer - crowded.to;
    if (left <= 0) length *= STEP;
    else length = crowded.isWhole && left > readInOrderMs ? Math.floor(left / 2) : left;
  }
  return { ids: idRows(found), partial: false, lookedTo: null };
}

/** As long as some pages take where the value is as dense as among the rows walked; a value that none of them has may be anywhere. */
function firstSpan({ ids, from, to }: Walk, limit: number): number {
  if (ids.length === 0) return LONGEST_FIRST_SPAN_MS;
  const wanted = Math.ceil(((from - to) * (limit - ids.length) * FIRST_SPAN_PAGES) / ids.length);
  return Math.min(LONGEST_FIRST_SPAN_MS, Math.max(SHORTEST_SPAN_MS, wanted));
}

type Span = {
  selection: Selection;
  below: string;
  older: number;
  newer: number;
  /** Whether its partitions are read whole, for a value that is rare in them. */
  isWhole: boolean;
  most: number | null;
  limit: number;
};
type InSpan = { ids: string[]; count: number; floor: string };

/** The newest of a span's events; with `most`, when there are no more than that. Its ends stand in the statement: only its partitions are planned. */
async function searchSpan(db: Executor, span: Span): Promise<InSpan> {
  const { older, newer, isWhole, most, limit } = span;
  const from = new Date(older).toISOString();
  const end = new Date(isWhole ? startOfQuarter(newer - 1, 1) : newer).toISOString();
  const [found] = await db.execute<InSpan>(sql`
    with m as materialized (
      select e.id from event.member_event e
       where ${wantedIn(span)} and e.id >= event.id_floor(${from}::timestamptz) and e.id < event.id_floor(${end}::timestamptz)
       ${most === null ? sql`order by e.id desc limit ${limit}` : sql``}),
    few as materialized (select m.id from m ${most === null ? sql`` : sql`limit ${most + 1}`})
    select array(select id::text from few order by id desc limit ${limit}) ids, (select count(*)::int from few) count,
           event.id_floor(${from}::timestamptz)::text floor`);
  if (!found) throw new Error("a span gave no row");
  return found;
}

/** What is wanted of the events in a span. Of whole partitions in a form that no index on ids serves. */
function wantedIn({ selection, below, newer, isWhole }: Span): SQL {
  const all = [...withinPages(selection.period, below), ...selection.conditions];
  if (!isWhole) return allOf([...selection.attributes, ...all]);
  const before = sql`e.id < event.id_floor(${new Date(newer).toISOString()}::timestamptz)`;
  return allOf([...selection.attributes, sql`(${allOf([...all, before])}) is true`]);
}

/** A quarter is what event.add_quarters makes a partition of. Where partitions are others, more is looked at and the same found. */
function startOfQuarter(ms: number, later = 0): number {
  const time = new Date(ms);
  return Date.UTC(time.getUTCFullYear(), Math.floor(time.getUTCMonth() / 3) * 3 + 3 * later);
}
