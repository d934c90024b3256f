import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";

/** What a plan could see: a pg_snapshot as text, and the database's time just before it. */
export type Bound = { snapshot: string; asOf: string };

/** A bound with the number of a transaction that began as it was read: whoever has a higher one first wrote after it. */
export type PlanBound = Bound & { border: string };

/** An event that names a time so long before the plan was not on its way when the plan was made: somebody wrote history. */
const ON_ITS_WAY = sql`interval '10 seconds'`;

/**
 * The bound of a plan made now. In a transaction with `repeatable read` everything that is read is within it.
 *
 * The border is this transaction's own number. A snapshot's end is none: it lies behind the last transaction that is through, and
 * a slow import that has a higher number may be under way all the same.
 */
export async function readBound(tx: Executor): Promise<PlanBound> {
  const [row] = await tx.execute<PlanBound>(sql`
    select pg_current_snapshot()::text as snapshot, now()::text as "asOf", pg_current_xact_id()::text as border`);
  if (!row) throw new Error("select pg_current_snapshot() gave no row");
  return row;
}

/** That an event (alias e) was committed when the bound was read. What commits later is outside, also when its time lies before. */
export function isInBound({ snapshot }: Bound): SQL {
  return sql`pg_visible_in_snapshot(e.stored_by, ${snapshot}::pg_snapshot)`;
}

/**
 * That an event (alias e) was stored by a transaction that first wrote after the bound, with a time well before it: the set
 * that was planned is not the set of that time. What was on its way when the bound was read is outside, and no such thing.
 */
export function wasSlippedIn({ border, asOf }: PlanBound): SQL {
  return sql`e.stored_by > ${border}::xid8 and e.id < event.id_floor(${asOf}::timestamptz - ${ON_ITS_WAY})`;
}
