import { integer, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { eventSchema } from "../event-schema.ts";

/** How many messages a queue's consumers handled and failed in a minute. Written by the workers; a few hours are kept. */
export const handledMinute = eventSchema.table(
  "handled_minute",
  {
    queueName: text().notNull(),
    minute: timestamp({ withTimezone: true, mode: "string" }).notNull(),
    handled: integer().notNull(),
    failed: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.queueName, t.minute] })],
);
