import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import { type MemberscopeMessage, type OutgoingMessage, readMessage } from "../messaging/message.ts";

/** What to store; everything has a default. */
export type GivenEvent = { memberId?: string; action?: string; note?: string; correlationId?: string };

/** Stores an event of the test catalog as a process does that publishes itself; gives its message. */
export async function storeEvent(owner: Sql, given: GivenEvent = {}): Promise<OutgoingMessage> {
  const { memberId = `m-${randomUUID()}`, action = "thing.changed" } = given;
  const attributes = action === "thing.seen" ? { place: { to: "here" } } : { note: { to: given.note ?? "x" } };
  const [row] = await owner<OutgoingMessage[]>`
    select event_id as "eventId", body, sns_attributes as attributes
      from event.store_application_event(${memberId}, ${action}, ${JSON.stringify(attributes)}::text::jsonb)`;
  if (!row) throw new Error("nothing was stored");
  return row;
}

/** Stores an event as another language does: due at once. */
export async function recordEvent(owner: Sql, given: GivenEvent = {}): Promise<string> {
  const { memberId = `m-${randomUUID()}`, note = "x" } = given;
  const [row] = await owner<{ id: string }[]>`
    select event.record_member_event(${memberId}, 'thing.changed', ${JSON.stringify({ note: { to: note } })}::text::jsonb) as id`;
  if (!row) throw new Error("nothing was stored");
  return row.id;
}

/** Makes what waits for events in a layer due now, as if its time had come. */
export async function makeDue(owner: Sql, eventIds: readonly string[], layer: 1 | 2 = 1): Promise<void> {
  await owner`
    update event.pending set next_at = clock_timestamp() - interval '1 second'
     where event_id = any(${[...eventIds]}::uuid[]) and layer = ${layer}`;
}

/** The message as a subscriber reads it, with some attributes as somebody else set them. */
export function asReceived(message: OutgoingMessage, attributes: Record<string, string> = {}): MemberscopeMessage {
  const changed = Object.entries(attributes).map(([name, Value]) => [name, { Type: "String", Value }] as const);
  const read = readMessage(message.body, { ...message.attributes, ...Object.fromEntries(changed) });
  if (read === null) throw new Error("the message cannot be read");
  return read;
}
