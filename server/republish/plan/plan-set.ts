import { sql } from "drizzle-orm";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { allOf } from "../../event-storage/conditions/selection.ts";
import type { Family } from "../../vocabulary/member-event.ts";
import type { CountedSet } from "./count-set.ts";
import type { SelectedRows } from "./selected-rows.ts";

/** Up to so many events are looked at one by one; of larger sets so many, chosen by their ids' hash. */
const LOOKED_AT = 3000;

/** Bars of the picture. */
const SPANS = 48;

/** What kind of events a set has: of one action and version, live or imported. */
export type SetPart = {
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

type PartRow = SetPart & { span: number; ids: string[] | null };

/** Reads a counted set once more, by its parts and over its time. */
export async function readParts(
  tx: Executor,
  { from, where }: SelectedRows,
  { count, first, last }: CountedSet,
): Promise<SetParts> {
  if (first === null || last === null) return { parts: [], histogram: [], looked: [], isSample: false };
  const every = Math.max(1, Math.floor(count / LOOKED_AT));
  const rows = await tx.execute<PartRow>(sql`
    with part as (
      -- The bar by comparing ids, which hold the time: to compute with a million times takes a second.
      select e.action_id, e.version, e.origin,
             width_bucket(e.id, (
               select array_agg(event.id_floor(${first}::timestamptz + (${last}::timestamptz - ${first}::timestamptz) * s.n / ${SPANS}::int) order by s.n)
                 from generate_series(1, ${SPANS - 1}) s(n))) as span,
             count(*)::float8 as n, array_agg(e.id::text) filter (where uuid_hash_extended(e.id, 7) % ${every} = 0) as ids
        from ${from} where ${allOf(where)} group by 1, 2, 3, 4)
    select c.name as action, c.family, p.version, p.origin = 1 as "isImported", v.external as "isExternal", p.span, p.n as count, p.ids
      from part p join event.action c on c.id = p.action_id
      join event.action_version v on v.action_id = p.action_id and v.version = p.version`);
  const parts = new Map<string, SetPart>();
  const spans = Array.from({ length: SPANS }, () => 0);
  const looked: string[] = [];
  for (const { span, ids, ...part } of rows) {
    const key = `${part.action} ${part.version} ${part.isImported}`;
    const known = parts.get(key);
    parts.set(key, { ...part, count: part.count + (known?.count ?? 0) });
    spans[span] = (spans[span] ?? 0) + part.count;
    for (const id of ids ?? []) looked.push(id);
  }
  return {
    parts: [...parts.values()].sort((a, b) => b.count - a.count),
    histogram: await spansOf(tx, { first, last }, spans),
    looked: looked.slice(0, 2 * LOOKED_AT),
    isSample: every > 1,
  };
}

async function spansOf(tx: Executor, { first, last }: { first: string; last: string }, counts: readonly number[]) {
  const rows = await tx.execute<{ from: string }>(sql`
    select ${isoTime(sql`(t.low + (t.high - t.low) * s.n / ${SPANS}::int)`)} as "from"
      from (select ${first}::timestamptz as low, ${last}::timestamptz as high) t,
           generate_series(0, ${SPANS - 1}) s(n) order by s.n`);
  return rows.map(({ from }, n) => ({ from, count: counts[n] ?? 0 }));
}

/** Distinct members of a set. */
export async function countMembers(tx: Executor, { from, where }: SelectedRows): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(
    sql`select count(distinct e.member_id)::float8 as n from ${from} where ${allOf(where)}`,
  );
  return row?.n ?? 0;
}
