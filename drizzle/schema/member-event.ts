import { sql } from "drizzle-orm";
import { index, jsonb, primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { xid8 } from "./column-types.ts";
import { eventSchema } from "./event-schema.ts";

/**
 * Which member did what, when, and what changed. Written once by event.store_event and never changed; partitioned by
 * quarters of the id, whose time is the event's time and whose last 12 bits are the member's. storedBy is the transaction
 * that stored it: what a snapshot holds, and which events are late. Indexes: member (timeline), action (actions, changed attributes),
 * device, ip, correlation (story, but for the events that begin one), causation (what an event caused), attributes (GIN: was or became a value).
 */
export const memberEvent = eventSchema.table(
  "member_event",
  {
    id: uuid().notNull(),
    memberId: text().notNull(),
    storedBy: xid8().notNull().default(sql`pg_current_xact_id()`),
    storedAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
    correlationId: uuid(),
    causationId: uuid(),
    actionId: smallint().notNull(),
    version: smallint().notNull().default(1),
    origin: smallint().notNull().default(0),
    occurredAt: timestamp({ withTimezone: true, mode: "string" }).generatedAlwaysAs(sql`uuid_extract_timestamp(id)`),
    deviceId: text(),
    ip: text(),
    attributes: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    context: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    messageAttributes: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.memberId] }),
    index("member_event_member").on(t.memberId, t.id),
    index("member_event_action").on(t.actionId, t.id),
    index("member_event_device").on(t.deviceId, t.id),
    index("member_event_ip").on(t.ip, t.id),
    index("member_event_story").on(t.correlationId, t.id),
    index("member_event_cause").on(t.causationId, t.id),
    index("member_event_attrs").using("gin", t.attributes),
    index("member_event_span").using("brin", t.id),
  ],
);
