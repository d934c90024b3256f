import { sql } from "drizzle-orm";
import { databaseTime, isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { JsonValue } from "../../vocabulary/member-event.ts";
import type { MemberProfile } from "../../vocabulary/views.ts";
import { atAGlance } from "./at-a-glance.ts";

/** A member's events are counted up to here; beyond it the console says "more than". */
const COUNT_LIMIT = 10_000;

type ProfileRow = {
  state: string | null;
  joined_at: string | null;
  name: string | null;
  phone: string | null;
  email: string | null;
  address: string | null;
  details: Record<string, JsonValue> | null;
};

/**
 * Who a member is, personal values masked, with what matters first. The view is recorded before it is answered.
 *
 * @returns `known: false` with empty fields when the member system has no such member; events may still name the id.
 * @throws DomainError "forbidden" when the actor may not open members.
 */
export async function memberProfile(
  db: Executor,
  actor: Actor,
  { memberId }: { memberId: string },
): Promise<Recorded<MemberProfile>> {
  requirePermission(actor, "member:open");
  const [row] = await db.execute<ProfileRow>(sql`
    select state, ${isoTime(sql`joined_at`)} joined_at, name, phone, email, address, details from event.masked_profile(${memberId})`);
  const [counted] = await db.execute<{ n: number }>(sql`
    select count(*)::int n from (select from event.member_event e where e.member_id = ${memberId} limit ${COUNT_LIMIT + 1}) x`);
  const n = counted?.n ?? 0;
  const profile: MemberProfile = {
    memberId,
    known: row !== undefined,
    state: row?.state ?? null,
    joinedAt: row?.joined_at ?? null,
    name: row?.name ?? null,
    phone: row?.phone ?? null,
    email: row?.email ?? null,
    address: row?.address ?? null,
    details: row?.details ?? {},
    eventCount: Math.min(n, COUNT_LIMIT),
    eventCountCapped: n > COUNT_LIMIT,
    glance: await atAGlance(db, memberId),
    asOf: await databaseTime(db),
  };
  const isFound = profile.known || n > 0;
  return showRecorded(db, actor, { act: "member.profile", memberIds: [memberId], answer: profile, isFound });
}
