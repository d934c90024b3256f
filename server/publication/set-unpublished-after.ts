import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";

/**
 * Sets how long a process that publishes itself may take until the detector sends for it, for events stored from now on.
 *
 * @param ms UNPUBLISHED_AFTER_MS; five minutes unless set.
 */
export async function setUnpublishedAfter(db: Executor, ms: number): Promise<void> {
  await db.execute(sql`
    update event.layer_control set unpublished_after = ${ms} * interval '1 millisecond'
     where unpublished_after <> ${ms} * interval '1 millisecond'`);
}
