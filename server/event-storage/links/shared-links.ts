import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { textArray } from "../../sql-values.ts";
import { SUSPENDED } from "../../vocabulary/explore/event-facets.ts";
import type { LinkedMember, LinkKind, SharedLink } from "../../vocabulary/explore/links.ts";

/** A value that more members have than this is a hub. */
const HUB = 30;
/** More than a value can have of members that are looked at. */
const MANY = 2_147_483_647;
/** So many devices and addresses of a member are followed, those that it had last; contacts of so many of its newest events. */
const VALUES_OF_MEMBER = 100;

/** Whose links are looked for: a value, or all values of members. */
type Asked = { value: { kind: LinkKind; value: string } } | { members: readonly string[] };

/** A member as event.who_has gives it: id, events, first and last time, ids of events that prove it. */
type Had = [string, number, string, string, string[] | null];

type Row = {
  kind: LinkKind;
  value: string;
  masked: string | null;
  members: number;
  isCut: boolean;
  shown: Had[];
  beyond: Had[] | null;
};

/**
 * Who has a value, or each value of members, those with most events first: of a hub nobody but how many, unless it is asked for whole. What
 * stands where no account was recognised belongs to nobody. Which of them are suspended is not said yet: markSuspended does.
 *
 * @param most members that one value shows.
 * @param followed members that a hub shows all the same: it is by them that one comes to it.
 * @returns values that no two members have left out, unless `alone`.
 */
export async function linksOf(
  db: Executor,
  asked: Asked,
  { most, whole, alone, followed }: { most: number; whole: boolean; alone: boolean; followed: readonly string[] },
): Promise<SharedLink[]> {
  const rows = await db.execute<Row>(sql`
    select h.kind, h.value, h.masked, h.members, h.is_cut as "isCut", h.shown, h.beyond
      from ${valuesOf(asked)} a
     cross join lateral event.who_has(a.kinds, a.given, ${alone ? 1 : 2}, ${whole ? MANY : HUB}, ${textArray(followed)}) h`);
  return rows.map(({ kind, value, masked, members, isCut, shown, beyond }) => {
    const further = beyond?.filter(([memberId]) => shown.every(([one]) => one !== memberId)) ?? [];
    return {
      ...{ kind, value, masked, members: withOverlaps(mostFirst([...shown, ...further], most).map(memberOf)) },
      ...{ memberCount: members, isFloor: isCut, isHub: members > HUB },
    };
  });
}

/** One row of the values that are asked for, as event.who_has takes them. */
function valuesOf(asked: Asked): SQL {
  if ("value" in asked) {
    const { kind, value } = asked.value;
    return sql`(select ${textArray([kind])} as kinds, ${textArray([value])} as given)`;
  }
  return sql`(select array_agg(v.kind) as kinds, array_agg(v.value) as given from event.values_of(${textArray(asked.members)}, ${VALUES_OF_MEMBER}) v)`;
}

function mostFirst(members: readonly Had[], most: number): Had[] {
  return [...members].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, most);
}

function memberOf([memberId, events, firstAt, lastAt, eventIds]: Had): LinkedMember {
  const times = { firstAt: new Date(firstAt).toISOString(), lastAt: new Date(lastAt).toISOString() };
  return { memberId, events, ...times, state: null, isSuspended: false, overlaps: 0, eventIds: eventIds ?? [] };
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

/** Says of every member of links in which state it is, where its profile is known. */
export async function markSuspended(db: Executor, links: readonly SharedLink[]): Promise<SharedLink[]> {
  const memberIds = new Set(links.flatMap(({ members }) => members.map(({ memberId }) => memberId)));
  if (memberIds.size === 0) return [...links];
  const rows = await db.execute<{ memberId: string; state: string | null }>(sql`
    select s.member_id as "memberId", s.state from event.states_of(${textArray([...memberIds])}) s`);
  const states = new Map(rows.map(({ memberId, state }) => [memberId, state]));
  const marked = (member: LinkedMember): LinkedMember => {
    const state = states.get(member.memberId) ?? null;
    return { ...member, state, isSuspended: state === SUSPENDED };
  };
  return links.map((link) => ({ ...link, members: link.members.map(marked) }));
}
