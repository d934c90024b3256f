import { sql } from "drizzle-orm";
import { isoTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import type { Outage } from "../vocabulary/publication-status.ts";

/** Who does not answer now, the longest first; what no worker has confirmed for 30 s is no longer known. */
export async function selectOutages(db: Executor): Promise<Outage[]> {
  const rows = await db.execute<Outage>(sql`
    select part, ${isoTime(sql`since`)} as since, ${isoTime(sql`seen_at`)} as "seenAt", error from event.outage
     where seen_at > clock_timestamp() - interval '30 seconds' order by since, part`);
  return [...rows];
}
