import { sql } from "drizzle-orm";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { textArray } from "../../sql-values.ts";
import { SUSPENDED } from "../../vocabulary/explore/event-facets.ts";
import type { LinkedMember, LinkKind, SharedLink } from "../../vocabulary/explore/links.ts";
import { NO_MEMBER } from "../../vocabulary/member-event.ts";

/** A value that more members have than this is a hub. */
const HUB = 30;
/** Of a value so many of its newest events are looked at. */
const EVENTS_OF_VALUE = 2000;
/** Of a member so many of the newest events are looked at for values. */
const EVENTS_OF_MEMBER = 100;

type Named = { kind: LinkKind; value: string };

/**
 * The devices, addresses, e-mail addresses and phone numbers of members, of their newest 100 events each.
 *
 * @returns each value once.
 */
export async function valuesOf(db: Executor, memberIds: readonly string[]): Promise<Named[]> {
  if (memberIds.length === 0) return [];
  return db.execute<Named>(
    sql`select v.kind, v.value from event.values_of(${textArray(memberIds)}, ${EVENTS_OF_MEMBER}) v`,
  );
}

type Row = {
  kind: LinkKind;
  value: string;
  masked: string | null;
  memberId: string;
  events: number;
  firstAt: string;
  lastAt: string;
  eventIds: string[];
  place: number;
  different: number;
  looked: number;
  state: string | null;
};

/**
 * Who has each of these values, those with most events first: of a hub nobody but how many, unless it is asked for whole. What stands where
 * no account was recognised belongs to nobody.
 *
 * @param most members that one value shows.
 * @param followed members that a hub shows all the same: it is by them that one comes to it.
 * @returns values that no two members have left out, unless `alone`.
 */
export async function linksOf(
  db: Executor,
  values: readonly Named[],
  { most, whole, alone, followed }: { most: number; whole: boolean; alone: boolean; followed: readonly string[] },
): Promise<SharedLink[]> {
  if (values.length === 0) return [];
  const rows = await db.execute<Row>(sql`
    with had as materialized (
      select h.* from event.who_has(${textArray(values.map(({ kind }) => kind))}, ${textArray(values.map(({ value }) => value))}, ${EVENTS_OF_VALUE}) h),
    placed as (
      select h.*, row_number() over (partition by h.kind, h.value order by h.events desc, h.member_id) as place, count(*) over (partition by h.kind, h.value) as different
        from had h where h.member_id <> ${NO_MEMBER})
    select p.kind, p.value, p.masked, p.member_id as "memberId", p.events::int, ${isoTime(sql`p.first_at`)} as "firstAt", ${isoTime(sql`p.last_at`)} as "lastAt",
           p.event_ids as "eventIds", p.place::int, p.different::int, p.looked::int, m.state
      from placed p left join lateral (select f.state from event.masked_profile(p.member_id) f where ${whole} or p.different <= ${HUB}) m on true
     where (p.different > 1 or ${alone})
       and (p.place <= case when ${whole} or p.different <= ${HUB} then ${most}::int else 1 end or p.member_id = any(${textArray(followed)}))
     order by p.kind, p.value, p.place`);
  const links = new Map<string, SharedLink>();
  for (const row of rows) {
    const { kind, value, masked, different, looked } = row;
    const isHub = different > HUB;
    const key = `${kind} ${value}`;
    const link = links.get(key) ?? {
      ...{ kind, value, masked, members: [], memberCount: different, isFloor: looked >= EVENTS_OF_VALUE, isHub },
    };
    if (whole || !isHub || followed.includes(row.memberId)) link.members.push(memberOf(row));
    links.set(key, link);
  }
  return [...links.values()].map((link) => ({ ...link, members: withOverlaps(link.members) }));
}

function memberOf({ memberId, events, firstAt, lastAt, state, eventIds }: Row): LinkedMember {
  return { memberId, events, firstAt, lastAt, state, isSuspended: state === SUSPENDED, overlaps: 0, eventIds };
}

/** Says of each member how many of the others had the value within the same time; those with most overlaps first. */
function withOverlaps(members: readonly LinkedMember[]): LinkedMember[] {
  const overlapping = members.map((member) => ({
    ...member,
    overlaps: members.filter((one) => one !== member && one.firstAt <= member.lastAt && one.lastAt >= member.firstAt)
      .length,
  }));
  return overlapping.sort((a, b) => b.overlaps - a.overlaps || b.events - a.events);
}
