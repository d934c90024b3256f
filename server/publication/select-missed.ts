import { sql } from "drizzle-orm";
import { isoTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import { eventOf } from "../event-storage/event-of.ts";
import type { Actor } from "../staff/actor.ts";
import { requirePermission } from "../staff/require-permission.ts";
import type { MissedEvent } from "../vocabulary/publication-status.ts";

/** More than one reads through are counted above the list. */
const MOST = 200;

/**
 * What the detector found in the events of the last hour and what became of it, the newest find first: what stands behind
 * the figure "missed". Names no member.
 *
 * @throws DomainError "forbidden".
 */
export async function selectMissed(db: Executor, actor: Actor): Promise<{ events: MissedEvent[] }> {
  requirePermission(actor, "publication:see");
  const rows = await db.execute<MissedEvent>(sql`
    with found as (
      select t.event_id, t.layer, min(t.at) as found_at, count(*)::int as tries, (array_agg(t.error order by t.at desc))[1] as error
        from event.attempt t
       where t.event_id >= event.id_floor(clock_timestamp() - interval '1 hour') and t.cause = 'detector'
       group by t.event_id, t.layer order by min(t.at) desc limit ${MOST})
    select f.event_id as "eventId", case f.layer when 1 then 'internal' else 'external' end as layer, a.name as action,
           ${isoTime(sql`e.stored_at`)} as "storedAt", ${isoTime(sql`f.found_at`)} as "foundAt", f.tries, f.error,
           ${isoTime(sql`p.published_at`)} as "recordedAt"
      from found f
     cross join lateral ${eventOf(sql`f.event_id`)} e
      join event.action a on a.id = e.action_id
      left join event.publication p on p.event_id = f.event_id and p.layer = f.layer
     order by f.found_at desc, f.event_id, f.layer`);
  return { events: [...rows] };
}
