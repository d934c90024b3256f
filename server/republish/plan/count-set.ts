import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { allOf } from "../../event-storage/conditions/selection.ts";
import { isInBound, type PlanBound, wasSlippedIn } from "./bound.ts";
import type { SelectedRows } from "./selected-rows.ts";

/** A set of events: how many, and which ones by a checksum that does not depend on their order. */
export type CountedSet = { count: number; checksum: string };

/** The checksum of the events in a group (alias e): two 64-bit sums, so that two sets of one size are told apart. */
export function checksumOf(id: SQL): SQL {
  return sql`coalesce(bit_xor(uuid_hash_extended(${id}, 0)), 0)::text || '/' || coalesce(bit_xor(uuid_hash_extended(${id}, 1)), 0)::text`;
}

/** The checksum of two sets without a common event, from theirs. */
export function joinChecksums(one: string, other: string): string {
  const [a = [], b = []] = [one, other].map((text) => text.split("/").map(BigInt));
  return a.map((part, n) => BigInt.asIntN(64, part ^ (b[n] ?? 0n))).join("/");
}

/** Counts all rows that the caller's transaction sees. */
export async function countSet(tx: Executor, { from, where }: SelectedRows): Promise<CountedSet> {
  const [row] = await tx.execute<CountedSet>(sql`
    select count(*)::float8 as count, ${checksumOf(sql`e.id`)} as checksum from ${from} where ${allOf(where)}`);
  return row ?? { count: 0, checksum: "0/0" };
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
): Promise<CountedSet & { slippedIn: number }> {
  const within = isInBound(bound);
  const [row] = await tx.execute<CountedSet & { slippedIn: number }>(sql`
    select count(*) filter (where s.within)::float8 as count,
           ${checksumOf(sql`case when s.within then s.id end`)} as checksum,
           count(*) filter (where s.slipped_in)::float8 as "slippedIn"
      from (select e.id, ${within} as within, ${wasSlippedIn(bound)} as slipped_in from ${from} where ${allOf(where)}) s`);
  return row ?? { count: 0, checksum: "0/0", slippedIn: 0 };
}
