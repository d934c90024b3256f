import { sql } from "drizzle-orm";
import { z } from "zod";
import { databaseTime, isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { JsonValue } from "../../vocabulary/member-event.ts";
import { zones } from "../../vocabulary/time/time-zone.ts";
import type { MemberProfile } from "../../vocabulary/views.ts";
import { atAGlance } from "./at-a-glance.ts";
import { selectHistory } from "./select-history.ts";
import { selectStanding } from "./select-standing.ts";

/** Whose profile; a week of its history begins on the zone's Mondays. */
export const memberProfileSchema = z
  .object({ memberId: z.string().min(1).max(64), zone: z.enum(zones).default("UTC") })
  .strict();

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
  { memberId, zone = "UTC" }: z.input<typeof memberProfileSchema>,
): Promise<Recorded<MemberProfile>> {
  requirePermission(actor, "member:open");
  const [row] = await db.execute<ProfileRow>(sql`
    select state, ${isoTime(sql`joined_at`)} joined_at, name, phone, email, address, details from event.masked_profile(${memberId})`);
  const asOf = await databaseTime(db);
  const { newest, ...history } = await selectHistory(db, { memberId, zone });
  const said = { state: row?.state ?? null, details: row?.details ?? {} };
  const { standing, others } = await selectStanding(db, { memberId, said, newest, now: asOf });
  const profile: MemberProfile = {
    memberId,
    known: row !== undefined,
    ...{ state: said.state, details: said.details },
    joinedAt: row?.joined_at ?? null,
    name: row?.name ?? null,
    phone: row?.phone ?? null,
    email: row?.email ?? null,
    address: row?.address ?? null,
    history,
    standing,
    glance: await atAGlance(db, memberId),
    asOf,
  };
  const isFound = profile.known || history.events > 0;
  const memberIds = [memberId, ...others];
  return showRecorded(db, actor, { act: "member.profile", memberIds, answer: profile, isFound });
}
