import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { textArray } from "../../sql-values.ts";
import { compareSamples } from "./check-parity.ts";
import type { RefusedRow } from "./import-report.ts";
import type { MappedEvent } from "./mapping/map-row.ts";

/**
 * Tells of rows that were refused for their source id in what they differ from the event that has it, and whether another
 * row of this reading made that event (table import_row). Refusals of other kinds are given back as they are.
 *
 * @param events the refused rows as they were mapped, in the order of `refused`.
 */
export async function explainConflicts(
  db: Executor,
  source: string,
  refused: readonly RefusedRow[],
  events: readonly MappedEvent[],
): Promise<RefusedRow[]> {
  const compared = await compareSamples(db, source, events);
  const lines = await selectLines(db, events);
  return refused.map((row, at) => {
    const { eventId, differences } = compared[at] ?? {};
    if (row.field !== "sourceEventId" || !eventId || !differences) return row;
    // Nothing else that the content's digest covers can differ.
    const fields =
      differences.length > 0
        ? differences.join(", ")
        : "the version, parts of a millisecond, or how a personal value is written";
    const line = lines.get(row.sourceEventId ?? "");
    const reason =
      line === undefined
        ? `was stored before with other content, as event ${eventId} (what differs: ${fields}). Events never change: import the row and its mapping as they were, or what was edited since under a new id`
        : `stands in line ${line} with other content (what differs: ${fields}). Correct one of the rows, or map a sourceId that tells them apart`;
    return { ...row, reason: `${row.field}: ${reason}.` };
  });
}

async function selectLines(db: Executor, events: readonly MappedEvent[]): Promise<Map<string, number>> {
  const ids = events.map(({ sourceEventId }) => sourceEventId);
  const rows = await db.execute<{ id: string; line: number }>(sql`
    select source_event_id as id, line::int from import_row where source_event_id = any(${textArray(ids)})`);
  return new Map(rows.map(({ id, line }) => [id, line]));
}
