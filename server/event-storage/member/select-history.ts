import { sql } from "drizzle-orm";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { Zone } from "../../vocabulary/time/time-zone.ts";
import type { MemberHistory } from "../../vocabulary/views.ts";

/** So many of a member's newest events are looked at; whoever has more is told so. */
const LOOKED_AT = 50_000;

type Row = {
  action: string | null;
  family: MemberHistory["actions"][number]["family"];
  week: string | null;
  n: number;
  newest: string;
  first: string;
};

/**
 * How a member's history is made up, in one walk over its own events by the index of members: of each action how many and
 * the newest, of each week how many. At most the newest 50,000 events are looked at, and `isCut` says so.
 *
 * @param zone whose Mondays begin a week.
 */
export async function selectHistory(
  db: Executor,
  { memberId, zone }: { memberId: string; zone: Zone },
): Promise<MemberHistory & { newest: ReadonlyMap<string, string> }> {
  const rows = await db.execute<Row>(sql`
    with seen as materialized (
      select e.id, e.action_id, date_trunc('week', e.occurred_at at time zone ${zone}) as week
        from event.member_event e where e.member_id = ${memberId} order by e.id desc limit ${LOOKED_AT + 1}),
    made as (
      select s.action_id, s.week, count(*)::int as n, max(s.id::text) as newest, min(s.id::text) as first
        from seen s group by grouping sets ((), (s.action_id), (s.week)))
    select a.name as action, a.family, ${isoTime(sql`m.week at time zone ${zone}`)} as week, m.n, m.newest,
           ${isoTime(sql`uuid_extract_timestamp(m.first::uuid)`)} as first
      from made m left join event.action a on a.id = m.action_id where m.n > 0 order by m.week, a.name`);
  const whole = rows.find(({ action, week }) => action === null && week === null);
  const byAction = rows.filter(({ action }) => action !== null);
  return {
    events: Math.min(whole?.n ?? 0, LOOKED_AT),
    isCut: (whole?.n ?? 0) > LOOKED_AT,
    firstAt: whole?.first ?? null,
    actions: byAction.map(({ action, family, n }) => ({ name: action ?? "", family, events: n })),
    weeks: rows.flatMap(({ week, n }) => (week === null ? [] : [{ from: week, events: n }])),
    newest: new Map(byAction.map(({ action, newest }) => [action ?? "", newest])),
  };
}
