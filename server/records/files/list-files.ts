import { sql } from "drizzle-orm";
import type { z } from "zod";
import { databaseTime, isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { disclosureWhatSchema } from "../../vocabulary/oversight/disclosure.ts";
import {
  eventFileWhatSchema,
  type listFilesSchema,
  type PreparedFile,
} from "../../vocabulary/oversight/prepared-file.ts";

/** Files of one page. */
const PAGE = 50;

type FileRow = Omit<PreparedFile, "conditions" | "format" | "disclosure"> & {
  what: unknown;
  memberId: string | null;
  requestNumber: string | null;
};

/**
 * Files that were asked for, with what came of each, the newest first: files of events, or the ledger of disclosures. Admins and auditors see everybody's, others their own.
 *
 * @throws DomainError "forbidden" without the permission file:see.
 */
export async function listFiles(
  db: Executor,
  actor: Actor,
  { kind, cursor }: z.infer<typeof listFilesSchema>,
): Promise<Recorded<{ files: PreparedFile[]; nextCursor: string | null; asOf: string }>> {
  requirePermission(actor, "file:see");
  const seesAll = actor.role === "admin" || actor.role === "auditor";
  const rows = await db.execute<FileRow>(sql`
    select f.id as "fileId", f.kind, f.what, f.member_id as "memberId", f.case_number as "requestNumber", f.reason, ${isoTime(sql`f.asked_at`)} as "askedAt", f.asked_login as "askedBy",
           f.asked_by = ${actor.accountId}::uuid as own, ${isoTime(sql`f.approved_at`)} as "approvedAt", f.approved_login as "approvedBy", f.closed_login as "closedBy",
           f.state, f.row_count::float8 as rows, f.byte_count::float8 as bytes, f.sha256, ${isoTime(sql`f.ends_at`)} as "endsAt",
           ${isoTime(sql`f.taken_at`)} as "takenAt", f.fault
      from staff.prepared_file f
     where f.kind = ${kind} and (${seesAll} or f.asked_by = ${actor.accountId}::uuid) and (${cursor ?? null}::uuid is null or f.id < ${cursor ?? null}::uuid)
     order by f.id desc limit ${PAGE + 1}`);
  const page = rows.slice(0, PAGE);
  const files = page.map(({ what, memberId, requestNumber, ...row }): PreparedFile => {
    const { conditions = [], format = null } = eventFileWhatSchema.safeParse(what).data ?? {};
    const terms = disclosureWhatSchema.safeParse(what).data;
    const disclosure = terms && memberId && requestNumber ? { ...terms, memberId, requestNumber } : null;
    return { ...row, conditions, format, disclosure };
  });
  const nextCursor = rows.length > PAGE ? (files.at(-1)?.fileId ?? null) : null;
  return showRecorded(db, actor, {
    act: "file.list",
    memberIds: [...new Set(page.flatMap(({ memberId }) => memberId ?? []))],
    what: { kind },
    answer: { files, nextCursor, asOf: await databaseTime(db) },
    isFound: files.length > 0,
  });
}
