import { type SQL, sql } from "drizzle-orm";
import { databaseTime, isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { MemberErasure } from "../../vocabulary/oversight/erasure.ts";

/**
 * How erasing one member stands: what it would delete, who has asked, what holds it up, and what was deleted.
 *
 * @throws DomainError "forbidden" for who may not erase.
 */
export async function memberErasure(
  db: Executor,
  actor: Actor,
  { memberId }: { memberId: string },
): Promise<Recorded<MemberErasure>> {
  requirePermission(actor, "member:erase");
  const [row] = await db.execute<Omit<MemberErasure, "asOf">>(sql`
    select (select jsonb_build_object('clearValues', x.clear_values, 'keptSearches', x.kept_searches, 'savedViews', x.saved_views, 'jobs', x.jobs, 'deviceEvents', x.device_events)
              from event.erasure_extent(${memberId}) x) as extent,
           event.erases_devices() as "clearsDevices",
           (select ${step(sql`r.requested_at`, sql`r`)} || jsonb_build_object('requestId', r.id, 'own', r.requested_by = ${actor.accountId}::uuid)
              from event.erasure r join staff.account a on a.id = r.requested_by where r.member_id = ${memberId} and r.closed_at is null) as request,
           (select ${step(sql`h.placed_at`, sql`h`)}
              from event.legal_hold h join staff.account a on a.id = h.placed_by where h.member_id = ${memberId} and h.lifted_at is null) as hold,
           (select jsonb_build_object('at', ${isoTime(sql`e.erased_at`)}, 'by', a.login, 'eventId', e.tombstone_id, 'extent', e.extent)
              from event.erased_member e join event.erasure r on r.id = e.request_id join staff.account a on a.id = r.closed_by
             where e.member_id = ${memberId}) as erased`);
  if (!row) throw new Error("a select without a table gave no row");
  return showRecorded(db, actor, {
    act: "erasure.see",
    memberIds: [memberId],
    answer: { ...row, asOf: await databaseTime(db) },
    isFound: true,
  });
}

function step(at: SQL, row: SQL): SQL {
  return sql`jsonb_build_object('at', ${isoTime(at)}, 'by', a.login, 'reason', ${row}.reason, 'caseNumber', ${row}.case_number)`;
}
