import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "./db.ts";

/** A timestamp column as ISO 8601 in UTC with milliseconds; null stays null. */
export function isoTime(column: SQL): SQL {
  return sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** The database's own time as ISO 8601: every "as of" shown to people. */
export async function databaseTime(db: Executor): Promise<string> {
  const [row] = await db.execute<{ now: string }>(sql`select ${isoTime(sql`clock_timestamp()`)} now`);
  if (!row) throw new Error("select clock_timestamp() gave no row");
  return row.now;
}
