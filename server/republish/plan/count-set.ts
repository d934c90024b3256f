import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { allOf } from "../../event-storage/conditions/selection.ts";
import { isInBound, type PlanBound, wasSlippedIn } from "./bound.ts";
import type { SelectedRows } from "./selected-rows.ts";

/** A set of events: how many, which ones by a checksum that does not depend on their order, times of the first and the last. */
export type CountedSet = { count: number; checksum: string; first: string | null; last: string | null };

/** The checksum of the events in a group (alias e): two 64-bit sums, so that two sets of one size are told apart. */
export function checksumOf(id: SQL): SQL {
  return sql`coalesce(bit_xor(uuid_hash_extended(${id}, 0)), 0)::text || '/' || coalesce(bit_xor(uuid_hash_extended(${id}, 1)), 0)::text`;
}

/** Counts all rows that the caller's transaction sees. */
export async function countSet(tx: Executor, { from, where }: SelectedRows): Promise<CountedSet> {
  const [row] = await tx.execute<CountedSet>(sql`
    select count(*)::float8 as count, ${checksumOf(sql`e.id`)} as checksum, min(uuid_extract_timestamp(e.id))::text as first, max(uuid_extract_timestamp(e.id))::text as last
      from ${from} where ${allOf(where)}`);
  return row ?? { count: 0, checksum: "0/0", first: null, last: null };
}

/**
 * Counts what of a selection lies within a bound, and what was slipped in since: committed later, with a time before it.
 *
 * @returns `slippedIn` is 0 for a set that is still what it was.
 */
export async function recountSet(
  tx: Executor,
  { from, where }: SelectedRows,
  bound: PlanBound,
): Promise<Pick<CountedSet, "count" | "checksum"> & { slippedIn: number }> {
  const within = isInBound(bound);
  const [row] = await tx.execute<Pick<CountedSet, "count" | "checksum"> & { slippedIn: number }>(sql`
    select count(*) filter (where s.within)::float8 as count,
           ${checksumOf(sql`case when s.within then s.id end`)} as checksum,
           count(*) filter (where s.slipped_in)::float8 as "slippedIn"
      from (select e.id, ${within} as within, ${wasSlippedIn(bound)} as slipped_in from ${from} where ${allOf(where)}) s`);
  return row ?? { count: 0, checksum: "0/0", slippedIn: 0 };
}
