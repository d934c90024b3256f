import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import type { ApplicationEvent, StoredMessage } from "./domain-transaction.ts";

type StoredRow = {
  event_id: string;
  body: string | null;
  sns_attributes: StoredMessage["attributes"] | null;
  is_new: boolean;
};

/**
 * Stores an application event in the caller's transaction (event.store_application_event): the transactional outbox.
 *
 * @returns its id and the message to publish after commit; the message is null when the event's source pair was stored before.
 * @throws what PostgreSQL says: SQLSTATE MS400 and MS409 carry the field in COLUMN and the way out in HINT.
 */
export async function storeApplicationEvent(
  tx: Executor,
  event: ApplicationEvent,
): Promise<{ eventId: string; message: StoredMessage | null }> {
  // By way of text: the driver would make a JSON string of a value that is JSON text already.
  const json = (value: unknown) => sql`${JSON.stringify(value)}::text::jsonb`;
  const [row] = await tx.execute<StoredRow>(sql`
    select s.event_id, s.body, s.sns_attributes, s.is_new
      from event.store_application_event(
        member_id => ${event.memberId}, action => ${event.action}, attributes => ${json(event.attributes ?? {})},
        context => ${json(event.context ?? {})}, source => ${event.source?.name ?? null}, source_event_id => ${event.source?.eventId ?? null},
        correlation_id => ${event.correlationId ?? null}::uuid, causation_id => ${event.causationId ?? null}::uuid) s`);
  if (!row) throw new Error("store_application_event gave no row");
  const { event_id: eventId, body, sns_attributes: attributes } = row;
  return { eventId, message: row.is_new && body && attributes ? { eventId, body, attributes } : null };
}
