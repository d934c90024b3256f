import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import type { OutgoingMessage } from "../messaging/message.ts";
import type { LayerName } from "../vocabulary/member-event.ts";
import { eventOf } from "./event-of.ts";
import { attributesOf, bodyOf } from "./message-columns.ts";

/**
 * The messages in a layer of those of the given events that are told there: not imported, and for the external layer of an
 * external catalog version. Body and attributes as PostgreSQL builds them, addressed to ALL. Others are simply not in the
 * answer.
 */
export async function selectMessages(
  db: Executor,
  layer: LayerName,
  events: readonly { eventId: string; memberId?: string }[],
): Promise<Map<string, OutgoingMessage>> {
  const rows = await db.execute<OutgoingMessage>(sql`
    select e.id as "eventId", ${bodyOf(layer)} as body, ${attributesOf(layer)} as attributes
      from jsonb_to_recordset(${JSON.stringify(events)}::text::jsonb) given("eventId" uuid, "memberId" text)
     cross join lateral ${eventOf(sql`given."eventId"`)} e
      join event.action a on a.id = e.action_id
      join event.action_version v on v.action_id = e.action_id and v.version = e.version
     where (given."memberId" is null or e.member_id = given."memberId") and e.origin = 0 and (v.external or ${layer}::text = 'internal')`);
  return new Map(rows.map((row) => [row.eventId, row]));
}
