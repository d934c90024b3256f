import { sql } from "drizzle-orm";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";

/** The members this person opened last, newest first, at most eight, from the access records of 30 days. The look is recorded before it is answered. */
export async function recentMembers(
  db: Executor,
  actor: Actor,
): Promise<Recorded<{ memberIds: { memberId: string; at: string }[] }>> {
  requirePermission(actor, "member:open");
  const rows = await db.execute<{ member_id: string; at: string }>(sql`
    select m.member_id, ${isoTime(sql`max(m.at)`)} at from (
      select r.member_ids[1] member_id, r.at from staff.access_record r
       where r.account_id = ${actor.accountId}::uuid and r.at > clock_timestamp() - interval '30 days'
         and r.act = 'member.profile' and r.result = 'shown' order by r.at desc limit 500) m
     group by m.member_id order by max(m.at) desc limit 8`);
  return showRecorded(db, actor, {
    act: "members.recent",
    memberIds: rows.map((row) => row.member_id),
    answer: { memberIds: rows.map((row) => ({ memberId: row.member_id, at: row.at })) },
    isFound: rows.length > 0,
  });
}
