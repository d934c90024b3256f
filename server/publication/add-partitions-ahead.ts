import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";

/** Makes the quarterly partitions up to two years from now that are not there yet; usually none. */
export async function addPartitionsAhead(db: Executor): Promise<void> {
  await db.execute(sql`call event.add_quarters(current_date, (current_date + interval '2 years')::date)`);
}
