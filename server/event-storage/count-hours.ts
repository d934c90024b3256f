import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";

/** Two days: what one call counts at most, so that no statement runs for long. */
const MAX_HOURS = 48;

/**
 * Counts hours that are over and who was seen with what in them, and again those that an import or a late event has changed (event.count_hours).
 *
 * @returns how many hours were counted; 0 when there is nothing to count now.
 */
export async function countHours(db: Executor): Promise<number> {
  const [row] = await db.execute<{ counted: number }>(sql`select event.count_hours(${MAX_HOURS}) as counted`);
  return row?.counted ?? 0;
}
