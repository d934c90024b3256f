import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Executor } from "../../db.ts";
import { refusalOf } from "../../refusal-of.ts";
import { jsonb } from "../../sql-values.ts";
import type { Actor } from "../../staff/actor.ts";
import { actRecorded, type Recorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { jsonObject } from "../../vocabulary/json-object.ts";
import { requireStorable } from "./require-storable.ts";

/** The shape of an event given from outside; its rules are the database's own (event.store_event), said there once. */
export const recordEventSchema = z
  .object({
    memberId: z.string(),
    action: z.string(),
    attributes: jsonObject.default({}),
    context: jsonObject.default({}),
    occurredAt: z.iso
      .datetime({ offset: true, error: "must be a time with zone, like 2026-11-21T09:00:00Z" })
      .optional(),
    version: z.number().int().min(1).max(32_767).optional(),
    source: z.string().min(1).max(200).optional(),
    sourceEventId: z.string().min(1).max(200).optional(),
    correlationId: z.guid().optional(),
    causationId: z.guid().optional(),
    messageAttributes: jsonObject.default({}),
  })
  .strict();
export type RecordEvent = z.infer<typeof recordEventSchema>;

/**
 * Records an event through `event.record_member_event`: live, sent by the loop as soon as it is committed.
 *
 * @returns the event's id; the id of the first one when source and sourceEventId were stored before with the same content.
 * @throws DomainError with the field, its rule and the way out for everything the event storage refuses.
 */
export async function recordEvent(
  db: Executor,
  actor: Actor,
  event: RecordEvent,
): Promise<Recorded<{ eventId: string }>> {
  requirePermission(actor, "event:record");
  requireStorable(event, { wholeNumbers: "exact" });
  return actRecorded(db, actor, async (tx) => {
    const eventId = await callRecordMemberEvent(tx, event);
    return { act: "event.record", memberIds: [event.memberId], what: { eventId }, answer: { eventId } };
  });
}

async function callRecordMemberEvent(db: Executor, event: RecordEvent): Promise<string> {
  // A command-line file has no source of its own; its ids are kept apart from every other producer's.
  const source = event.source ?? (event.sourceEventId === undefined ? null : "command-line");
  try {
    const [row] = await db.execute<{ id: string }>(sql`
      select event.record_member_event(${event.memberId}, ${event.action}, ${jsonb(event.attributes)}, ${jsonb(event.context)},
        ${event.occurredAt ?? null}::timestamptz, ${event.version ?? null}::smallint, ${source}, ${event.sourceEventId ?? null},
        ${event.correlationId ?? null}::uuid, ${event.causationId ?? null}::uuid, ${jsonb(event.messageAttributes)}) id`);
    if (!row) throw new Error("record_member_event gave no row");
    return row.id;
  } catch (error) {
    throw refusalOf(error);
  }
}
