import { sql } from "drizzle-orm";
import { primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { eventSchema } from "./event-schema.ts";

/**
 * What a handler has done: one row a (handler, event, delivery), written in the transaction of its effect, so a duplicate
 * changes nothing. The primary key starts with the event: it serves the biography too.
 */
export const inbox = eventSchema.table(
  "inbox",
  {
    handler: text().notNull(),
    eventId: uuid().notNull(),
    memberId: text().notNull(),
    delivery: text().notNull(),
    handledAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
    outcome: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.eventId, t.handler, t.delivery] })],
);
