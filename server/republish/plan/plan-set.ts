import { sql } from "drizzle-orm";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { allOf } from "../../event-storage/conditions/selection.ts";
import type { Family } from "../../vocabulary/member-event.ts";
import { type CountedSet, checksumOf, joinChecksums } from "./count-set.ts";
import type { SelectedRows } from "./selected-rows.ts";

/** Up to so many events are looked at one by one; of larger sets so many, chosen by their ids' hash. */
export const LOOKED_AT = 3000;

/** Bars of the picture. */
export const SPANS = 48;

/** What kind of events a set has: of one action and version, live or imported. */
type SetPart = {
  action: string;
  family: Family;
  version: number;
  isImported: boolean;
  isExternal: boolean;
  count: number;
};

/** What a set consists of. */
export type SetParts = {
  parts: SetPart[];
  histogram: { from: string; count: number }[];
  /** Ids that stand for the set: all of it, or an even sample of it. */
  looked: string[];
  isSample: boolean;
};

/** What a plan asks of a set before it asks single events. Times are ISO 8601; members are null where nobody counted them. */
export type PlanSet = CountedSet & SetParts & { members: number | null; first: string | null; last: string | null };

/** Events of a set in one bar of the picture and of one kind. */
type PartRow = SetPart & { span: number; checksum: string; first: string; last: string; ids: string[] | null };

/**
 * Counts all rows that the caller's transaction sees, by their kinds and over their time. First how many and from when to when, which an index
 * tells alone; what needs the rows is asked once for the kinds and once for the members: to keep a million rows for both takes longer.
 */
export async function readSet(tx: Executor, { from, where }: SelectedRows): Promise<PlanSet> {
  const [ends] = await tx.execute<Pick<PlanSet, "count" | "first" | "last">>(sql`
    select count(*)::float8 as count, ${isoTime(sql`min(uuid_extract_timestamp(e.id))`)} as first, ${isoTime(sql`max(uuid_extract_timestamp(e.id))`)} as last
      from ${from} where ${allOf(where)}`);
  if (ends === undefined || ends.count === 0) return NOTHING;
  const every = Math.max(1, Math.floor(ends.count / LOOKED_AT));
  const edges = await edgesOf(tx, ends);
  // Hundreds of thousands of members are sorted in memory where no index has them in order; the default lets them spill.
  await tx.execute(sql`select set_config('work_mem', '64MB', true)`);
  const rows = await selectParts(tx, { from, where }, { edges, every });
  // As an aggregate, which an index that has the members in order answers: to group by two hundred thousand of them takes three times as long.
  const [members] = await tx.execute<{ n: number }>(sql`
    select count(distinct e.member_id)::float8 as n from ${from} where ${allOf(where)}`);
  return { ...sumParts(rows), members: members?.n ?? null, histogram: barsOf(edges, rows), isSample: every > 1 };
}

/** The empty set. */
export const NOTHING: PlanSet = {
  ...{ count: 0, checksum: "0/0", first: null, last: null, members: 0 },
  ...{ parts: [], histogram: [], looked: [], isSample: false },
};

/** Where a bar of the picture begins: as a time, and as the lowest id of that time. */
export type Edge = { from: string; id: string };

/** The bars of a period. */
export async function edgesOf(tx: Executor, { first, last }: Pick<PlanSet, "first" | "last">): Promise<Edge[]> {
  const rows = await tx.execute<Edge>(sql`
    select ${isoTime(sql`b.at`)} as "from", event.id_floor(b.at)::text as id
      from (select t.low + (t.high - t.low) * s.n / ${SPANS}::int as at
              from (select ${first}::timestamptz as low, ${last}::timestamptz as high) t, generate_series(0, ${SPANS - 1}) s(n)) b order by b.at`);
  return [...rows];
}

/**
 * Events by kind and by bar of a period: how many, which by a checksum, when, and ids that stand for them, one of `every`. The bar is found
 * by comparing ids, which hold the time: to compute with a million times takes a second.
 *
 * The bars are computed in a query of their own, kept so by its offset: the planner would see that they come from ids, expect a group for
 * each event, and leave its parallel workers out. The offset is '0' and not 0, which is an int4 that is yet to be cast: that too leaves them out.
 */
export async function selectParts(
  tx: Executor,
  { from, where }: SelectedRows,
  { edges, every }: { edges: readonly Edge[]; every: number },
): Promise<PartRow[]> {
  const inner = JSON.stringify(edges.slice(1).map(({ id }) => id));
  const rows = await tx.execute<PartRow>(sql`
    with part as (
      select s.action_id, s.version, s.origin, s.span, count(*)::float8 as n,
             ${checksumOf(sql`s.id`)} as checksum, min(uuid_extract_timestamp(s.id)) as first, max(uuid_extract_timestamp(s.id)) as last,
             array_agg(s.id::text) filter (where uuid_hash_extended(s.id, 7) % ${every}::int = 0) as ids
        from (select e.id, e.action_id, e.version, e.origin,
                     width_bucket(e.id, array(select jsonb_array_elements_text(${inner}::text::jsonb)::uuid)) as span
                from ${from} where ${allOf(where)} offset '0') s group by 1, 2, 3, 4)
    select c.name as action, c.family, p.version, p.origin = 1 as "isImported", v.external as "isExternal", p.span, p.n as count, p.checksum,
           ${isoTime(sql`p.first`)} as first, ${isoTime(sql`p.last`)} as last, p.ids
      from part p join event.action c on c.id = p.action_id
      join event.action_version v on v.action_id = p.action_id and v.version = p.version`);
  return [...rows];
}

/** What adds up of parts of a set. */
export type SetSums = Pick<PlanSet, "count" | "checksum" | "first" | "last" | "parts" | "looked">;

/** Sums of what was found, bars aside; `to` is what was found before. */
export function sumParts(rows: readonly Omit<PartRow, "span">[], to: SetSums = NOTHING): SetSums {
  const parts = new Map(to.parts.map((part) => [keyOf(part), part]));
  for (const { action, family, version, isImported, isExternal, count } of rows) {
    const part = { action, family, version, isImported, isExternal };
    const known = parts.get(keyOf(part))?.count ?? 0;
    parts.set(keyOf(part), { ...part, count: known + count });
  }
  const ends = [to, ...rows].flatMap(({ first, last }) => [first ?? [], last ?? []].flat()).sort();
  return {
    count: rows.reduce((sum, { count }) => sum + count, to.count),
    checksum: rows.map(({ checksum }) => checksum).reduce(joinChecksums, to.checksum),
    first: ends[0] ?? null,
    last: ends.at(-1) ?? null,
    parts: [...parts.values()].sort((a, b) => b.count - a.count),
    looked: [...to.looked, ...rows.flatMap(({ ids }) => ids ?? [])],
  };
}

function keyOf({ action, version, isImported }: Omit<SetPart, "count">): string {
  return `${action} ${version} ${isImported}`;
}

/** The bars with their beginnings. */
export function barsOf(
  edges: readonly Edge[],
  counted: readonly Pick<PartRow, "span" | "count">[],
): PlanSet["histogram"] {
  const counts = edges.map(() => 0);
  for (const { span, count } of counted) counts[span] = (counts[span] ?? 0) + count;
  return edges.map(({ from }, n) => ({ from, count: counts[n] ?? 0 }));
}
