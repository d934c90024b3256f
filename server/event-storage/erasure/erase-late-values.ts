import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";

/**
 * Deletes clear values that came of transactions which were open while their member was erased: storing keeps none of an erased
 * member, but such a transaction could not see the erasure.
 *
 * @returns how many went; none once those transactions are over.
 */
export async function eraseLateValues(db: Executor): Promise<number> {
  const [row] = await db.execute<{ erased: number }>(sql`select event.erase_late_values() as erased`);
  return row?.erased ?? 0;
}
