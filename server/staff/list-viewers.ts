import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { databaseTime, isoTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import type { Viewer, ViewerList } from "../vocabulary/access/viewer.ts";
import type { Actor } from "./actor.ts";
import { requirePermission } from "./require-permission.ts";

/** A list of one's own recent members shows nobody anew. */
const SHOWS_NOBODY_ANEW = sql`('members.recent')`;
/** Weeks before, of which the usual is the average. */
const WEEKS_BEFORE = 4;

/** Since when, a week long; programs only when asked for: their looks are many, and no person's. */
export const listViewersSchema = z
  .object({ from: z.iso.datetime({ offset: true }).optional(), services: z.boolean().default(false) })
  .strict();

/**
 * How much everybody looked at members in a week, beside what is usual for them: to pick a person from, and to see who stands
 * out. Names no member. Served by the records' index of logins.
 *
 * @param input a week from `from`; without it, the last seven days.
 * @throws DomainError "forbidden" when the actor may not see access records.
 */
export async function listViewers(
  db: Executor,
  actor: Actor,
  { from, services }: z.infer<typeof listViewersSchema>,
): Promise<ViewerList> {
  requirePermission(actor, "access-record:see");
  const asOf = await databaseTime(db);
  const start = from ?? new Date(Date.parse(asOf) - 7 * 24 * 60 * 60 * 1000).toISOString();
  const begin = sql`${start}::timestamptz`;
  const end = sql`${start}::timestamptz + interval '7 days'`;
  const before = sql`${start}::timestamptz - ${WEEKS_BEFORE} * interval '7 days'`;
  const people = sql`select a.login, a.name, a.role from staff.account a`;
  const programs = sql`select 'service:' || s.id, null, null from event.subscriber s`;
  const rows = await db.execute<Viewer>(sql`
    select w.login, w.name, w.role, l.looks, l.refused, ${isoTime(sql`l.last_at`)} as "lastAt", l.members,
           round(u.members / ${WEEKS_BEFORE}::numeric)::int as usual
      from (${services ? sql`${people} union all ${programs}` : people}) w
     cross join lateral (
       select count(distinct r.id)::int looks, (count(distinct r.id) filter (where r.result = 'refused'))::int refused, max(r.at) last_at,
              (count(distinct m.id) filter (where r.act not in ${SHOWS_NOBODY_ANEW}))::int members
         from staff.access_record r left join lateral unnest(r.member_ids) m(id) on true where ${within(begin, end)}) l
     cross join lateral (
       select count(distinct (m.id, date_bin('7 days', r.at, ${begin}))) members
         from staff.access_record r cross join lateral unnest(r.member_ids) m(id)
        where ${within(before, begin)} and r.act not in ${SHOWS_NOBODY_ANEW}) u
     order by l.members desc, l.looks desc, w.login`);
  return {
    viewers: [...rows],
    from: start,
    to: new Date(Date.parse(start) + 7 * 24 * 60 * 60 * 1000).toISOString(),
    asOf,
  };
}

/** Records of a login (alias w) in a period; an id begins with about its time. */
function within(from: SQL, to: SQL): SQL {
  return sql`r.login = w.login and r.at >= ${from} and r.at < ${to}
    and r.id >= event.id_floor(${from} - interval '1 minute') and r.id < event.id_floor(${to} + interval '1 minute')`;
}
