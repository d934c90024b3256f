import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";

/**
 * Counts anew which devices and addresses most members had, for one window that is due (event.rank_shared).
 *
 * @returns its days; null when none is due.
 */
export async function rankShared(db: Executor): Promise<number | null> {
  const [row] = await db.execute<{ days: number | null }>(sql`select event.rank_shared() as days`);
  return row?.days ?? null;
}
