import { sql } from "drizzle-orm";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { HistoryBeginning } from "../../vocabulary/member/timeline.ts";
import type { MemberEvent } from "../../vocabulary/member-event.ts";

/** A member's first event is stored in the transaction that makes the member, moments from when it joined. */
const AT_JOINING_MS = 60_000;

/** What stands before the first event that is known of a member. */
export async function beginningOfHistory(db: Executor, first: MemberEvent): Promise<HistoryBeginning> {
  if (first.imported) {
    const [found] = await db.execute<{ source: string }>(sql`
      select s.source from event.source_event s where s.event_id = ${first.id}::uuid limit 1`);
    return { kind: "imported", source: found?.source ?? null };
  }
  const [row] = await db.execute<{ joined_at: string | null }>(sql`
    select ${isoTime(sql`joined_at`)} joined_at from event.masked_profile(${first.memberId})`);
  const joinedAt = row?.joined_at ?? null;
  if (joinedAt === null) return { kind: "first" };
  const sinceJoining = Date.parse(first.occurredAt) - Date.parse(joinedAt);
  return sinceJoining > AT_JOINING_MS ? { kind: "unrecorded", joinedAt } : { kind: "joined" };
}
