import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { jsonb } from "../../sql-values.ts";
import type { ChainCheck } from "../../vocabulary/oversight/chain.ts";

/** Keeps what a check of the chain has found, for the page and for later. */
export async function keepCheck(
  db: Executor,
  { checkedBy, check: { records, anchored, fault } }: { checkedBy: string; check: ChainCheck },
): Promise<void> {
  const found = fault === null ? sql`null` : jsonb(fault);
  await db.execute(sql`
    insert into staff.chain_check (checked_by, records, anchored, fault) values (${checkedBy}, ${records}, ${anchored}, ${found})`);
}
