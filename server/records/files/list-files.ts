import { sql } from "drizzle-orm";
import { databaseTime, isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { eventFileWhatSchema, type PreparedFile } from "../../vocabulary/oversight/prepared-file.ts";

/** So many are listed: what waits for somebody first, then the newest. */
const MOST = 200;

type FileRow = Omit<PreparedFile, "conditions" | "format"> & { what: unknown; memberId: string | null };

/**
 * Files that were asked for, with what came of each: what waits first, then the newest. Admins and auditors see everybody's, others their own.
 *
 * @throws DomainError "forbidden" without the permission file:see.
 */
export async function listFiles(
  db: Executor,
  actor: Actor,
): Promise<Recorded<{ files: PreparedFile[]; asOf: string }>> {
  requirePermission(actor, "file:see");
  const seesAll = actor.role === "admin" || actor.role === "auditor";
  const rows = await db.execute<FileRow>(sql`
    select f.id as "fileId", f.kind, f.what, f.member_id as "memberId", f.reason, ${isoTime(sql`f.asked_at`)} as "askedAt", f.asked_login as "askedBy",
           f.asked_by = ${actor.accountId}::uuid as own, ${isoTime(sql`f.approved_at`)} as "approvedAt", f.approved_login as "approvedBy", f.closed_login as "closedBy",
           f.state, f.row_count::float8 as rows, f.byte_count::float8 as bytes, f.sha256, ${isoTime(sql`f.ends_at`)} as "endsAt",
           ${isoTime(sql`f.taken_at`)} as "takenAt", f.fault
      from staff.prepared_file f
     where ${seesAll} or f.asked_by = ${actor.accountId}::uuid
     order by f.state not in ('asked', 'waiting', 'making', 'ready'), f.id desc limit ${MOST}`);
  const files = rows.map(({ what, memberId: _memberId, ...row }): PreparedFile => {
    const { conditions = [], format = null } = eventFileWhatSchema.safeParse(what).data ?? {};
    return { ...row, conditions, format };
  });
  return showRecorded(db, actor, {
    act: "file.list",
    memberIds: [...new Set(rows.flatMap(({ memberId }) => memberId ?? []))],
    answer: { files, asOf: await databaseTime(db) },
    isFound: files.length > 0,
  });
}
