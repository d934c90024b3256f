import { sql } from "drizzle-orm";
import { databaseTime, isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { FEWEST_DAYS, FEWEST_MEMBERS, TIMES_USUAL } from "../../vocabulary/access/unusual-rule.ts";
import type { UnusualAccess } from "../../vocabulary/oversight/unusual-access.ts";
import type { Actor } from "../actor.ts";
import { requirePermission } from "../require-permission.ts";

/**
 * Who saw at least three times as many members within the last 24 hours as on an own usual day, and who was refused because of too many
 * tries to find somebody by a value: what an auditor asks about.
 *
 * @throws DomainError "forbidden" without the permission access-record:see.
 */
export async function unusualAccess(db: Executor, actor: Actor): Promise<UnusualAccess> {
  requirePermission(actor, "access-record:see");
  const wide = await db.execute<UnusualAccess["wide"][number]>(sql`
    with seen as (
      select r.account_id, floor(extract(epoch from clock_timestamp() - r.at) / 86400)::int as day, m.member_id
        from staff.access_record r, unnest(r.member_ids) m(member_id)
       where r.id > event.id_floor(clock_timestamp() - interval '31 days') and r.account_id is not null and r.result in ('shown', 'done')),
    days as (select s.account_id, s.day, count(distinct s.member_id)::int as n from seen s group by 1, 2)
    select a.login, a.name, t.n as seen, round(avg(u.n))::int as usual
      from days t join days u on u.account_id = t.account_id and u.day between 1 and 30 join staff.account a on a.id = t.account_id
     where t.day = 0 and t.n >= ${FEWEST_MEMBERS} group by a.id, t.n
    having count(*) >= ${FEWEST_DAYS} and t.n >= ${TIMES_USUAL} * avg(u.n) order by t.n / avg(u.n) desc limit 20`);
  const guessing = await db.execute<UnusualAccess["guessing"][number]>(sql`
    select r.login, count(*)::int as times, ${isoTime(sql`max(r.at)`)} as last from staff.access_record r
     where r.id > event.id_floor(clock_timestamp() - interval '1 day') and r.account_id is not null and r.reason = 'too many tries'
     group by r.login order by 2 desc limit 20`);
  return { wide: [...wide], guessing: [...guessing], asOf: await databaseTime(db) };
}
