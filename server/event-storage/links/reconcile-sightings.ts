import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import type { Actor, Outsider } from "../../staff/actor.ts";
import { actRecorded, type Recorded } from "../../staff/recorded.ts";

/** A member's device or address of which the sighting was not what the stored events say: in how many events of the counted hours it is, and was kept to be. */
export type WrongSighting = { kind: "device" | "ip"; value: string; memberId: string; kept: number; stored: number };

/**
 * Holds who was seen with which device and address against the events of the hours that are counted, takes the events' word where it
 * differs when told to, and writes the record of it, with the members. Reads all events.
 *
 * @param by who asks.
 * @returns the first 1,000 that are wrong, and how many are.
 */
export async function reconcileSightings(
  db: Executor,
  by: Actor | Outsider,
  { repair }: { repair: boolean },
): Promise<Recorded<{ wrong: WrongSighting[]; total: number }>> {
  return actRecorded(db, by, async (tx) => {
    const rows = await tx.execute<WrongSighting & { total: number }>(sql`
      select w.kind, w.value, w.member_id as "memberId", w.kept, w.stored, w.total from event.reconcile_sightings(${repair}) w order by w.kind, w.value, w.member_id`);
    const total = rows[0]?.total ?? 0;
    return {
      act: "sightings.reconcile",
      memberIds: [...new Set(rows.map(({ memberId }) => memberId))],
      what: { repair, wrong: total },
      answer: { wrong: rows.map(({ total: _, ...one }) => one), total },
    };
  });
}
