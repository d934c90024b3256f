import { createHash } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { FEWEST_DAYS, FEWEST_MEMBERS, TIMES_USUAL } from "../../vocabulary/access/unusual-rule.ts";
import type { MonthlyReport, ReviewedPerson } from "../../vocabulary/oversight/monthly-review.ts";

/** Longer lists are cut. */
const MOST = 100;

/** When a month begins, and when the next one does, in UTC. */
export function boundsOf(month: string): { from: SQL; to: SQL } {
  const first = sql`(${`${month}-01`}::timestamp at time zone 'UTC')`;
  return { from: first, to: sql`((${`${month}-01`}::timestamp + interval '1 month') at time zone 'UTC')` };
}

/** What the access records of a month say. They cannot change, so that neither can this once the month is over. */
export async function reportMonth(db: Executor, month: string): Promise<MonthlyReport> {
  const { from, to } = boundsOf(month);
  const within = sql`r.id >= event.id_floor(${from}) and r.id < event.id_floor(${to})`;
  const people = await db.execute<ReviewedPerson & { records: number }>(sql`
    with record as materialized (
      select r.id, r.login, r.role, r.act, r.result, r.member_ids, r.what ->> 'part' as part from staff.access_record r where ${within}),
    member as (
      select r.login, count(distinct m.id)::int as n from record r cross join lateral unnest(r.member_ids) m(id)
       where r.result in ('shown', 'done') group by r.login)
    select r.login, max(r.role) as role, coalesce(max(m.n), 0) as members, count(*)::int as records,
           count(*) filter (where r.result = 'shown')::int as looks,
           count(*) filter (where r.act = 'reveal' and r.result = 'done')::int as reveals,
           count(*) filter (where (r.act in ('records.export', 'events.export') or r.act = 'file.take' and r.part = '1') and r.result = 'done')::int as exports,
           count(*) filter (where r.result = 'refused')::int as refused
      from record r left join member m using (login) group by r.login order by 3 desc, 5 desc, 1`);
  const unusual = await db.execute<MonthlyReport["unusual"][number]>(sql`
    with day as (
      select r.login, (r.at at time zone 'UTC')::date as day, count(distinct m.id)::int as n
        from staff.access_record r cross join lateral unnest(r.member_ids) m(id)
       where r.id >= event.id_floor(${from} - interval '30 days') and r.id < event.id_floor(${to})
         and r.account_id is not null and r.result in ('shown', 'done') group by 1, 2),
    usual as (
      select d.*, avg(d.n) over before as usual, count(*) over before as days from day d
      window before as (partition by d.login order by d.day range between interval '30 days' preceding and interval '1 day' preceding))
    select u.login, u.day::text as day, u.n as seen, round(u.usual)::int as usual from usual u
     where u.day >= (${from} at time zone 'UTC')::date and u.n >= ${FEWEST_MEMBERS} and u.days >= ${FEWEST_DAYS} and u.n >= ${TIMES_USUAL} * u.usual
     order by u.n / u.usual desc, u.login, u.day limit ${MOST}`);
  const guessing = await db.execute<MonthlyReport["guessing"][number]>(sql`
    select r.login, count(*)::int as times from staff.access_record r
     where ${within} and r.account_id is not null and r.reason = 'too many tries' group by r.login order by 2 desc, 1 limit ${MOST}`);
  const breakGlass = await db.execute<MonthlyReport["breakGlass"][number]>(sql`
    select r.login, ${isoTime(sql`r.at`)} as at, r.what ->> 'jobId' as "jobId" from staff.access_record r
     where ${within} and r.act = 'republish.approve' and r.what ->> 'kind' = 'break-glass' and r.result = 'done' order by r.id limit ${MOST}`);
  const [decisions] = await db.execute<MonthlyReport["decisions"]>(sql`
    select count(*) filter (where r.act = 'erasure.confirm')::int as erasures, count(*) filter (where r.act = 'catalog.loosen')::int as loosenings,
           count(*) filter (where r.act = 'subscriber.token-approved')::int as tokens
      from staff.access_record r where ${within} and r.result = 'done'`);
  return {
    month,
    records: people.reduce((sum, { records }) => sum + records, 0),
    people: people.slice(0, MOST).map(({ records: _, ...person }) => person),
    unusual: [...unusual],
    guessing: [...guessing],
    breakGlass: [...breakGlass],
    decisions: decisions ?? { erasures: 0, loosenings: 0, tokens: 0 },
  };
}

/** Names a report: the same records give the same digest. */
export function digestOf(report: MonthlyReport): string {
  const { month, records, people, unusual, guessing, breakGlass, decisions } = report;
  const rows = [people, unusual, guessing, breakGlass].map((list) =>
    list.map((row) => Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1))),
  );
  const { erasures, loosenings, tokens } = decisions;
  const text = JSON.stringify([month, records, rows, erasures, loosenings, tokens]);
  return createHash("sha256").update(text).digest("hex");
}
