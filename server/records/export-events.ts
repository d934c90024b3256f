import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { databaseTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { resolveConditions } from "../event-storage/conditions/selection.ts";
import { countPersonalTries } from "../event-storage/search/count-personal-tries.ts";
import { findEvents } from "../event-storage/search/find-events.ts";
import { recordableConditions } from "../event-storage/search/recordable-conditions.ts";
import { selectEvents } from "../event-storage/select-events.ts";
import type { Actor } from "../staff/actor.ts";
import { actRecorded, type Recorded } from "../staff/recorded.ts";
import { requireFreshProof } from "../staff/require-fresh-proof.ts";
import { requirePermission } from "../staff/require-permission.ts";
import { EVENT_EXPORT_ROWS, type ExportFormat } from "../vocabulary/choices/event-export-choices.ts";
import type { MemberEvent } from "../vocabulary/member-event.ts";
import type { EventExport, EventExportOrder } from "../vocabulary/oversight/event-export.ts";
import { headOfEvents, linesOfEvents, markOfFile, nameOfEventFile } from "./files/event-lines.ts";

/** Rows of one query. */
const PAGE = 200;

/** Files of events that one person takes within a day. */
const MOST_A_DAY = 20;

/**
 * What a search finds as a file: CSV as spreadsheets read it without running anything of it, or one JSON object a line. At most EVENT_EXPORT_ROWS
 * events, newest first, personal values masked; its last row says who took it, when and how much. The file is made for this one answer and is
 * kept nowhere; size and SHA-256 stand in the access record with the reason and every member in it.
 *
 * @param db a pool whose statements are planned for their values (`plans: "custom"`).
 * @throws DomainError "forbidden" without the permissions record:export and event:search; "unproved"; "too-many" after MOST_A_DAY files
 *   or too many personal values asked for.
 */
export async function exportEvents(
  db: Executor,
  actor: Actor,
  { conditions, format, reason }: EventExportOrder,
): Promise<Recorded<EventExport>> {
  requirePermission(actor, "record:export");
  requirePermission(actor, "event:search");
  requireFreshProof(actor);
  await refuseTooMany(db, actor);
  const personFound = await countPersonalTries(db, actor, { conditions, act: "events.export" });
  const selection = await resolveConditions(db, conditions);
  const found: MemberEvent[] = [];
  let partial = false;
  // Page by page, so that no single statement runs into its time limit.
  for (;;) {
    const { ids, partial: gaveUp } = await findEvents(db, selection, { cursor: found.at(-1)?.id, limit: PAGE });
    const page = await selectEvents(db, ids);
    found.push(...page);
    partial = gaveUp;
    if (page.length < PAGE || found.length > EVENT_EXPORT_ROWS) break;
  }
  if (found.length > 0) await personFound();
  const events = found.slice(0, EVENT_EXPORT_ROWS);
  const at = await databaseTime(db);
  const text = textOf(events, format, `exported by ${actor.login} at ${at}, ${events.length} events`);
  const bytes = Buffer.byteLength(text);
  const sha256 = createHash("sha256").update(text).digest("hex");
  const recorded = await recordableConditions(db, conditions);
  return actRecorded(db, actor, async () => ({
    act: "events.export",
    memberIds: [...new Set(events.map(({ memberId }) => memberId))],
    what: { conditions: recorded, format, rows: events.length, bytes, sha256 },
    reason,
    answer: {
      fileName: nameOfEventFile(at, format),
      text,
      rows: events.length,
      capped: found.length > EVENT_EXPORT_ROWS,
      partial,
      sha256,
    },
  }));
}

async function refuseTooMany(db: Executor, { accountId }: Actor): Promise<void> {
  const [day] = await db.execute<{ files: number }>(sql`
    select count(*)::int as files from staff.access_record
     where account_id = ${accountId}::uuid and at > clock_timestamp() - interval '1 day' and act = 'events.export' and result = 'done'`);
  if ((day?.files ?? 0) < MOST_A_DAY) return;
  throw new DomainError(
    "too-many",
    `You have taken ${MOST_A_DAY} files of events within a day, which is all one person may. Go on tomorrow, or ask a colleague.`,
  );
}

function textOf(events: readonly MemberEvent[], format: ExportFormat, watermark: string): string {
  return `${headOfEvents(format)}${linesOfEvents(events, format)}${markOfFile(watermark, format)}`;
}
