import { bytea, index, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { eventSchema } from "./event-schema.ts";

/**
 * A producer's own id of an event: storing it twice is one event. Written by event.store_event; the hash is emptied when
 * the member is erased.
 */
export const sourceEvent = eventSchema.table(
  "source_event",
  {
    source: text().notNull(),
    sourceEventId: text().notNull(),
    eventId: uuid().notNull(),
    memberId: text().notNull(),
    contentHash: bytea(),
  },
  (t) => [primaryKey({ columns: [t.source, t.sourceEventId] }), index("source_event_event").on(t.eventId)],
);
