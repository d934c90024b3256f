import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import type { OutagePart } from "../vocabulary/outage.ts";

/** Longer than any text of SNS or the network that helps. */
const LONGEST_ERROR = 500;

/**
 * Writes down that a part does not answer, or still does not: since when stays, the error is the newest.
 */
export async function noteOutage(db: Executor, part: OutagePart, error: string): Promise<void> {
  await db.execute(sql`
    insert into event.outage (part, error) values (${part}, ${error.slice(0, LONGEST_ERROR)})
    on conflict (part) do update set seen_at = clock_timestamp(), error = excluded.error`);
}

/** Writes down that a part answers again. */
export async function noteAnswer(db: Executor, part: OutagePart): Promise<void> {
  await db.execute(sql`delete from event.outage where part = ${part}`);
}
