import { z } from "zod";
import { databaseTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import type { Actor } from "../staff/actor.ts";
import { type Recorded, showRecorded } from "../staff/recorded.ts";
import { requirePermission } from "../staff/require-permission.ts";
import type { RecordPage } from "../vocabulary/record-view.ts";
import { recordsWantedSchema, selectRecords } from "./select-records.ts";

/** One page of a view, continued after `cursor` (an event id) in the order asked for. */
export const readRecordsSchema = recordsWantedSchema.extend({
  cursor: z.uuid().optional(),
  limit: z.number().int().min(1).max(200).default(50),
});

/**
 * Reads a former record table as a view over events: of one member, or over all. The look is recorded before it is
 * answered.
 *
 * @throws DomainError "forbidden" when the actor may not open members, or without a member may not search events;
 *   "not-found" for an unknown view, "bad-input" for a filter that the view has not.
 */
export async function readRecords(
  db: Executor,
  actor: Actor,
  input: z.infer<typeof readRecordsSchema>,
): Promise<Recorded<RecordPage>> {
  requirePermission(actor, input.memberId === undefined ? "event:search" : "member:open");
  const asOf = await databaseTime(db);
  // One more than asked for tells whether there is a next page.
  const found = await selectRecords(db, { ...input, limit: input.limit + 1 });
  const rows = found.slice(0, input.limit);
  const memberIds = input.memberId === undefined ? [...new Set(rows.map((row) => row.memberId))] : [input.memberId];
  const nextCursor = found.length > input.limit ? (rows.at(-1)?.eventId ?? null) : null;
  return showRecorded(db, actor, {
    act: "records.read",
    memberIds,
    what: { view: input.view, filters: input.filters, rows: rows.length },
    answer: { rows, nextCursor, partial: false, asOf },
    isFound: rows.length > 0,
  });
}
