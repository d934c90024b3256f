import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";

/**
 * Deletes what is not kept any more: files that nobody took within their 24 hours, requests that nobody answered within seven days, and what was left
 * unread of files that were taken an hour ago. That they were asked for stays.
 */
export async function forgetFiles(db: Executor): Promise<void> {
  await db.execute(sql`
    update staff.prepared_file f set state = 'expired'
     where (f.state = 'ready' and f.ends_at <= clock_timestamp()) or (f.state = 'asked' and f.asked_at < clock_timestamp() - interval '7 days')`);
  await db.execute(sql`
    delete from staff.file_part p using staff.prepared_file f
     where f.id = p.file_id and (f.state not in ('making', 'ready', 'taken') or f.taken_at < clock_timestamp() - interval '1 hour')`);
}
