import type { z } from "zod";
import { databaseTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import type { Actor } from "../staff/actor.ts";
import { actRecorded, type Recorded } from "../staff/recorded.ts";
import { requirePermission } from "../staff/require-permission.ts";
import { csvCell } from "../vocabulary/files/csv-cell.ts";
import { reasonSchema } from "../vocabulary/reason.ts";
import { EXPORT_ROWS, type RecordExport, type RecordRow } from "../vocabulary/record-view.ts";
import { findRecordView, recordsWantedSchema, selectRecords } from "./select-records.ts";

/** Rows of one query. */
const PAGE = 1000;

/** An export says why it is needed: the reason stands in the access record. */
export const exportRecordsSchema = recordsWantedSchema.extend({
  reason: reasonSchema("say why the file is needed"),
});

/**
 * A view as CSV (RFC 4180, a byte order mark first, so that spreadsheets read it as UTF-8), at most EXPORT_ROWS rows.
 * Personal values are masked. A text that a spreadsheet would take for a formula begins with an apostrophe. The export is
 * recorded, with every member in it, before the file is given.
 *
 * @throws DomainError "forbidden" without the permission record:export, or without event:search when no member is given.
 */
export async function exportRecords(
  db: Executor,
  actor: Actor,
  { reason, ...wanted }: z.infer<typeof exportRecordsSchema>,
): Promise<Recorded<RecordExport>> {
  requirePermission(actor, "record:export");
  requirePermission(actor, wanted.memberId === undefined ? "event:search" : "member:open");
  const view = findRecordView(wanted.view);
  const rows: RecordRow[] = [];
  // Page by page, so that no single statement runs into its time limit.
  for (;;) {
    const page = await selectRecords(db, { ...wanted, cursor: rows.at(-1)?.eventId, limit: PAGE });
    rows.push(...page);
    if (page.length < PAGE || rows.length > EXPORT_ROWS) break;
  }
  const kept = rows.slice(0, EXPORT_ROWS);
  const names = view.columns.map(({ name }) => name);
  const lines = [
    ["occurredAt", "memberId", ...names, "eventId"],
    ...kept.map((row) => [row.occurredAt, row.memberId, ...names.map((name) => row.cells[name] ?? null), row.eventId]),
  ];
  const day = (await databaseTime(db)).slice(0, 10);
  return actRecorded(db, actor, async () => ({
    act: "records.export",
    memberIds: [...new Set(kept.map((row) => row.memberId))],
    what: { view: view.name, filters: wanted.filters, rows: kept.length },
    reason,
    answer: {
      fileName: `${view.name}-${day}.csv`,
      csv: `\ufeff${lines.map((line) => line.map(csvCell).join(",")).join("\r\n")}\r\n`,
      rows: kept.length,
      capped: rows.length > EXPORT_ROWS,
    },
  }));
}
