import { sql } from "drizzle-orm";
import { primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { eventSchema } from "./event-schema.ts";

/**
 * A dead letter that an act brings back or discards, written before SQS is told; `removed_at` once SQS has removed it. What was
 * begun is known even when the worker was killed in between. Event and member are null for what is no message of ours.
 */
export const letterItem = eventSchema.table(
  "letter_item",
  {
    actId: uuid().notNull(),
    messageId: text().notNull(),
    eventId: uuid(),
    memberId: text(),
    at: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
    removedAt: timestamp({ withTimezone: true, mode: "string" }),
  },
  (t) => [primaryKey({ columns: [t.actId, t.messageId] })],
);
