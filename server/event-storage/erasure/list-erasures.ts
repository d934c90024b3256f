import { sql } from "drizzle-orm";
import { databaseTime, isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { Erasure } from "../../vocabulary/oversight/erasure.ts";

/** So many are listed: the open ones first, then the newest. */
const MOST = 200;

/**
 * Requests to erase members: open ones first, then what came of the others, at most 200.
 *
 * @throws DomainError "forbidden" for who may not erase.
 */
export async function listErasures(
  db: Executor,
  actor: Actor,
): Promise<Recorded<{ erasures: Erasure[]; asOf: string }>> {
  requirePermission(actor, "member:erase");
  const erasures = await db.execute<Erasure>(sql`
    select r.id as "requestId", r.member_id as "memberId", r.reason, r.case_number as "caseNumber", ${isoTime(sql`r.requested_at`)} as "requestedAt",
           a.login as "requestedBy", ${isoTime(sql`r.closed_at`)} as "closedAt", c.login as "closedBy", r.outcome,
           exists (select from event.legal_hold h where h.member_id = r.member_id and h.lifted_at is null) as held
      from event.erasure r join staff.account a on a.id = r.requested_by left join staff.account c on c.id = r.closed_by
     order by r.closed_at is not null, r.id desc limit ${MOST}`);
  return showRecorded(db, actor, {
    act: "erasure.list",
    memberIds: [...new Set(erasures.map(({ memberId }) => memberId))],
    answer: { erasures: [...erasures], asOf: await databaseTime(db) },
    isFound: erasures.length > 0,
  });
}
