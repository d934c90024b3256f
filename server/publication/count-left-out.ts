import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import type { Actor } from "../staff/actor.ts";
import { requirePermission } from "../staff/require-permission.ts";
import type { LeftOutCount } from "../vocabulary/member-event.ts";

/**
 * How often attributes were left out in the last seven days, most often first, at most 50: of events because they were no change,
 * of SNS attributes because SNS could not filter on them, so that policies which ask for them did not see these values.
 *
 * @throws DomainError "forbidden" when the actor may not see publication.
 */
export async function countLeftOut(db: Executor, actor: Actor): Promise<LeftOutCount[]> {
  requirePermission(actor, "publication:see");
  const rows = await db.execute<LeftOutCount>(sql`
    select a.name as action, l.name, l.why, count(*)::int as count, (array_agg(l.event_id order by l.event_id desc))[1]::text as "lastEventId"
      from event.left_out l join event.member_event e on e.id = l.event_id join event.action a on a.id = e.action_id
     where l.event_id >= event.id_floor(clock_timestamp() - interval '7 days')
     group by 1, 2, 3 order by count(*) desc, 1, 2 limit 50`);
  return [...rows];
}
