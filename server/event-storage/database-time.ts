import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { isoTime } from "./select-events.ts";

/** The database's own time as ISO 8601: every "as of" shown to people. */
export async function databaseTime(db: Executor): Promise<string> {
  const [row] = await db.execute<{ now: string }>(sql`select ${isoTime(sql`clock_timestamp()`)} now`);
  if (!row) throw new Error("select clock_timestamp() gave no row");
  return row.now;
}
