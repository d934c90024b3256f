import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { databaseTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { Actor } from "../staff/actor.ts";
import { actRecorded, type Recorded } from "../staff/recorded.ts";
import { requireFreshProof } from "../staff/require-fresh-proof.ts";
import { requirePermission } from "../staff/require-permission.ts";
import type { ExportFormat } from "../vocabulary/choices/event-export-choices.ts";
import type { EventExport } from "../vocabulary/oversight/event-export.ts";
import { type EventLine, headOfEvents, linesWithBefore, markOfFile, nameOfEventFile } from "./files/event-lines.ts";

/** Files of events that one person takes within a day. */
const MOST_A_DAY = 20;

/**
 * Lets on who may take a file of events at once.
 *
 * @throws DomainError "forbidden" without the permissions record:export and event:search; "unproved"; "too-many" after MOST_A_DAY files.
 */
export async function requireFileOfEvents(db: Executor, actor: Actor): Promise<void> {
  requirePermission(actor, "record:export");
  requirePermission(actor, "event:search");
  requireFreshProof(actor);
  await requireFileLeft(db, actor);
}

async function requireFileLeft(db: Executor, actor: Actor): Promise<void> {
  const [day] = await db.execute<{ files: number }>(sql`
    select count(*)::int as files from staff.access_record
     where account_id = ${actor.accountId}::uuid and at > clock_timestamp() - interval '1 day' and act = 'events.export' and result = 'done'`);
  if ((day?.files ?? 0) < MOST_A_DAY) return;
  throw new DomainError(
    "too-many",
    `You have taken ${MOST_A_DAY} files of events within a day, which is all one person may. Go on tomorrow, or ask a colleague.`,
  );
}

type EventFile = {
  holds: "events" | "chains";
  lines: readonly EventLine[];
  /** The names of what stands before each event, in their order. */
  before: readonly string[];
  format: ExportFormat;
  capped: boolean;
  partial: boolean;
  /** What was asked, as an access record may hold it for ever. */
  asked: Record<string, unknown>;
  reason: string;
};

/**
 * Events as a file: CSV as spreadsheets read it without running anything of it, or one JSON object a line; its last line says who took it, when
 * and how much. It is made for this one answer and is kept nowhere; size and SHA-256 stand in the access record with the reason and every
 * member in it.
 *
 * @throws DomainError "too-many" where as many were given while it was made.
 */
export async function giveEventFile(db: Executor, actor: Actor, file: EventFile): Promise<Recorded<EventExport>> {
  const { holds, lines, before, format, capped, partial, asked, reason } = file;
  const at = await databaseTime(db);
  const watermark = `exported by ${actor.login} at ${at}, ${lines.length} events`;
  const text = `${headOfEvents(format, before)}${linesWithBefore(lines, format)}${markOfFile(watermark, format)}`;
  const sha256 = createHash("sha256").update(text).digest("hex");
  return actRecorded(db, actor, async (tx) => {
    // One account's files are given one after the other, or many at once would all be the last of the day.
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`memberscope event files ${actor.accountId}`}::text, 0))`,
    );
    await requireFileLeft(tx, actor);
    return {
      act: "events.export",
      memberIds: [...new Set(lines.map(({ event }) => event.memberId))],
      what: { ...asked, format, rows: lines.length, bytes: Buffer.byteLength(text), sha256 },
      reason,
      answer: { fileName: nameOfEventFile(at, format, holds), text, rows: lines.length, capped, partial, sha256 },
    };
  });
}
