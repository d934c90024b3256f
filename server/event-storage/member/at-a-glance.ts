import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import type { MemberProfile } from "../../vocabulary/views.ts";

/**
 * What is counted of the last days: failed sign-ins of 24 hours, and devices of seven days that the member never used
 * before. Reads at most the newest 2,000 events of these seven days.
 */
export async function atAGlance(db: Executor, memberId: string): Promise<MemberProfile["glance"]> {
  const [counts] = await db.execute<{ failures: number; devices: number }>(sql`
    with w as materialized (
      select e.id, e.device_id, a.name, a.family from event.member_event e join event.action a on a.id = e.action_id
       where e.member_id = ${memberId} and e.id >= event.id_floor(clock_timestamp() - interval '7 days') order by e.id desc limit 2000)
    select (select count(*)::int from w where family = 'sign-in' and name like '%failed'
               and id >= event.id_floor(clock_timestamp() - interval '24 hours')) failures,
           (select count(*)::int from (select distinct device_id from w where device_id is not null) d where not exists (
              select from event.member_event o where o.member_id = ${memberId} and o.device_id = d.device_id
                 and o.id < event.id_floor(clock_timestamp() - interval '7 days'))) devices`);
  return { failuresIn24h: counts?.failures ?? 0, newDevicesIn7d: counts?.devices ?? 0 };
}
