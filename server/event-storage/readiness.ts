import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";

/** Partitions must reach this far ahead: an event outside them fails its action. */
const AHEAD = sql`interval '3 months'`;
const LIMIT_MS = 2000;

/** Why the event storage cannot be relied on now; empty when all is well. Answers within two seconds whatever the pool does. */
export async function readinessFaults(db: Executor): Promise<string[]> {
  const asked = db
    .execute<{ ahead: boolean }>(
      sql`select coalesce(max(to_day) > current_date + ${AHEAD}, false) ahead from event.partition_range`,
    )
    .then(([row]) =>
      row?.ahead
        ? []
        : ["Less than three months of partitions are left: let the keeper run, or call event.add_quarters."],
    )
    .catch(() => ["The database cannot be reached."]);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string[]>((resolve) => {
    timer = setTimeout(() => resolve(["The database did not answer within two seconds."]), LIMIT_MS);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
