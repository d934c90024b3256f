import { sql } from "drizzle-orm";
import { isoTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import type { Actor, Outsider } from "../staff/actor.ts";
import { actRecorded, type Recorded } from "../staff/recorded.ts";

/** One hour and action of which the count was not the number of stored events; `hour` is its beginning, ISO 8601 in UTC. */
export type WrongCount = { hour: string; action: string; counted: number; stored: number };

/**
 * Holds the counts of hours against the events of a period, counts anew what differs when told to, and writes the record of
 * it. Hours that are not over, or wait to be counted again, are left out.
 *
 * @param by who asks.
 * @param from,to ISO 8601 with zone; whole hours are looked at.
 */
export async function reconcileCounts(
  db: Executor,
  by: Actor | Outsider,
  { from, to, repair }: { from: string; to: string; repair: boolean },
): Promise<Recorded<WrongCount[]>> {
  return actRecorded(db, by, async (tx) => {
    const rows = await tx.execute<WrongCount>(sql`
      select ${isoTime(sql`w.hour`)} as hour, w.action, w.counted::float8 as counted, w.stored::float8 as stored
        from event.reconcile_counts(${from}::timestamptz, ${to}::timestamptz, ${repair}) w order by w.hour, w.action`);
    return {
      act: "counts.reconcile",
      memberIds: [],
      what: { from, to, repair, wrong: rows.length },
      answer: [...rows],
    };
  });
}
