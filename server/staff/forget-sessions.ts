import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";

/** Deletes sessions, tries to sign in and known browsers that are older than the retention settings say. Sign-ins stay in the access records. */
export async function forgetSessions(db: Executor): Promise<void> {
  await db.execute(sql`select staff.forget_sessions()`);
}
