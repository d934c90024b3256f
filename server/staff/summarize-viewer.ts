import { sql } from "drizzle-orm";
import { z } from "zod";
import { databaseTime, isoTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import type { ViewerSummary } from "../vocabulary/access/viewer.ts";
import type { Actor } from "./actor.ts";
import { type Recorded, showRecorded } from "./recorded.ts";
import { requirePermission } from "./require-permission.ts";

/** More members than these are counted and not named. */
const NAMED = 200;

/** What an account looked at, since `from` and before `to`. */
export const summarizeViewerSchema = z
  .object({
    login: z.string().min(1).max(100),
    from: z.iso.datetime({ offset: true }),
    to: z.iso.datetime({ offset: true }),
  })
  .strict();

/**
 * What one account looked at and did in a period: how often which act, and whose data it was shown. The look at this is
 * recorded before it is answered; whom it names stands in the records themselves, and not in each look at them once more.
 *
 * @throws DomainError "forbidden" when the actor may not see access records.
 */
export async function summarizeViewer(
  db: Executor,
  actor: Actor,
  { login, from, to }: z.infer<typeof summarizeViewerSchema>,
): Promise<Recorded<ViewerSummary>> {
  requirePermission(actor, "access-record:see");
  const asOf = await databaseTime(db);
  const records = sql`staff.access_record r where r.login = ${login} and r.at >= ${from}::timestamptz and r.at < ${to}::timestamptz
    and r.id >= event.id_floor(${from}::timestamptz - interval '1 minute') and r.id < event.id_floor(${to}::timestamptz + interval '1 minute')`;
  const acts = await db.execute<ViewerSummary["acts"][number]>(sql`
    select r.act, r.result, count(*)::int as times from ${records} group by 1, 2 order by 3 desc, 1`);
  const members = await db.execute<ViewerSummary["members"][number] & { all: number }>(sql`
    with shown as (select r.at, unnest(r.member_ids) as member_id from ${records})
    select member_id as "memberId", count(*)::int as looks, ${isoTime(sql`max(at)`)} as "lastAt", (count(*) over ())::int as all
      from shown group by 1 order by 2 desc, max(at) desc limit ${NAMED}`);
  const memberCount = members[0]?.all ?? 0;
  return showRecorded(db, actor, {
    act: "access-record.summary",
    memberIds: [],
    what: { login, from, to, members: memberCount },
    answer: {
      ...{ login, from, to, acts: [...acts], memberCount, asOf },
      members: members.map(({ memberId, looks, lastAt }) => ({ memberId, looks, lastAt })),
    },
    isFound: acts.length > 0,
  });
}
