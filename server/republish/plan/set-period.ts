import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { resolveConditions } from "../../event-storage/conditions/selection.ts";
import type { Selection } from "../../vocabulary/republish-selection.ts";
import type { Bound } from "./bound.ts";

/** The first and the last moment that can hold an event of a set, in ms since 1970. */
export type SetPeriod = { oldestMs: number; newestMs: number };

/** Over which time a set has to be walked: from the oldest event to its bound, narrowed by the conditions. */
export async function periodOf(
  db: Executor,
  { conditions = [] }: Selection,
  { asOf }: Pick<Bound, "asOf">,
): Promise<SetPeriod> {
  const [row] = await db.execute<SetPeriod>(sql`
    select coalesce((extract(epoch from uuid_extract_timestamp((select e.id from event.member_event e order by e.id limit 1))) * 1000)::float8, 0) as "oldestMs",
           (extract(epoch from ${asOf}::timestamptz) * 1000)::float8 as "newestMs"`);
  const { oldestMs, newestMs } = row ?? { oldestMs: 0, newestMs: 0 };
  const { start, end } = (await resolveConditions(db, conditions)).period;
  return {
    oldestMs: Math.max(oldestMs, start === null ? 0 : Date.parse(start)),
    newestMs: Math.min(newestMs, end === null ? newestMs : Date.parse(end)),
  };
}

/** As event.id_floor: the lowest version 7 id of a time. */
export function idFloor(ms: number): string {
  const hex = `${Math.floor(ms).toString(16).padStart(12, "0")}70008000000000000000`;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
