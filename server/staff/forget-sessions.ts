import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";

/** Deletes sessions that began more than 30 days ago: all have ended long before. Sign-ins stay in the access records. */
export async function forgetSessions(db: Executor): Promise<void> {
  await db.execute(sql`select staff.forget_sessions()`);
}
