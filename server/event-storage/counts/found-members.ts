import { sql } from "drizzle-orm";
import type { Waiting } from "../../bounded.ts";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { type FoundMember, type FoundMembers, SUSPENDED } from "../../vocabulary/explore/event-facets.ts";
import { askCounts, type CountQuestion, type Sample } from "./count-question.ts";

/** Members in a list. */
const SHOWN = 200;

/**
 * The different members of what conditions find, those with most events first, at most 200, and how many there are: of all
 * found events, or of the newest where they are more than a sample. Recorded with every member shown before it is answered.
 *
 * @param db a pool whose statements are planned for their values (`plans: "custom"`).
 * @param waiting who waits for the answer: once nobody does, the search ends, and nothing was shown.
 * @throws DomainError as searchEvents does.
 */
export async function foundMembers(
  db: Executor,
  actor: Actor,
  question: CountQuestion,
  waiting?: Waiting,
): Promise<Recorded<FoundMembers>> {
  const asked = { question, act: "event.members", waiting, look: membersOf };
  const { sample, found, what, asOf } = await askCounts(db, actor, asked);
  const { looked, isWhole, oldest } = sample;
  const { members, different } = found;
  const answer: FoundMembers = { members, different, looked, of: isWhole ? "all" : "newest", oldest, asOf };
  const memberIds = members.map(({ memberId }) => memberId);
  return showRecorded(db, actor, { act: "event.members", memberIds, what, answer, isFound: looked > 0 });
}

/** The members of a sample's events. */
export async function membersOf(
  db: Executor,
  { ids }: Pick<Sample, "ids">,
): Promise<{ members: FoundMember[]; different: number }> {
  type Row = {
    memberId: string;
    events: number;
    firstAt: string;
    lastAt: string;
    state: string | null;
    different: number;
  };
  const rows = await db.execute<Row>(sql`
    with m as materialized (
      select e.member_id, count(*) as events, min(e.occurred_at) as first_at, max(e.occurred_at) as last_at, count(*) over () as different
        from (${ids}) k join event.member_event e on e.id = k.id group by e.member_id order by count(*) desc, e.member_id limit ${SHOWN})
    select m.member_id as "memberId", m.events::int, ${isoTime(sql`m.first_at`)} as "firstAt", ${isoTime(sql`m.last_at`)} as "lastAt", p.state, m.different::int
      from m left join lateral event.masked_profile(m.member_id) p on true order by m.events desc, m.member_id`);
  const members = rows.map(({ different: _, ...row }) => ({ ...row, isSuspended: row.state === SUSPENDED }));
  return { members, different: rows[0]?.different ?? 0 };
}
