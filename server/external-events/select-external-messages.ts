import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { eventOf } from "../event-storage/event-of.ts";
import type { OutgoingMessage } from "../messaging/message.ts";

/**
 * The external messages of those of the given events whose catalog version is external and that are not imported: body
 * and attributes as PostgreSQL builds them. Others are simply not in the answer.
 */
export async function selectExternalMessages(
  db: Executor,
  eventIds: readonly string[],
): Promise<Map<string, OutgoingMessage>> {
  const rows = await db.execute<OutgoingMessage>(sql`
    select e.id as "eventId", event.external_body(e, a.name) as body, event.message_attributes_of(e, 'external') as attributes
      from jsonb_array_elements_text(${JSON.stringify(eventIds)}::text::jsonb) given
     cross join lateral ${eventOf(sql`given::uuid`)} e
      join event.action a on a.id = e.action_id
      join event.action_version v on v.action_id = e.action_id and v.version = e.version
     where v.external and e.origin = 0`);
  return new Map(rows.map((row) => [row.eventId, row]));
}
