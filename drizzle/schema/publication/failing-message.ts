import { sql } from "drizzle-orm";
import { primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { eventSchema } from "../event-schema.ts";

/**
 * A message that one of our consumers could not handle, from its first failure on: which event, why, how often, when next.
 * Written by that consumer, which deletes it when the message is handled; nextAt is null once it is dead. Event and member
 * are null for a text that is none of ours. Few rows: read whole.
 */
export const failingMessage = eventSchema.table(
  "failing_message",
  {
    queueName: text().notNull(),
    messageId: text().notNull(),
    eventId: uuid(),
    memberId: text(),
    error: text().notNull(),
    tries: smallint().notNull(),
    firstFailedAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
    lastFailedAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
    nextAt: timestamp({ withTimezone: true, mode: "string" }),
  },
  (t) => [primaryKey({ columns: [t.queueName, t.messageId] })],
);
