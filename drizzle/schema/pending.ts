import { primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { eventSchema } from "./event-schema.ts";

/**
 * An event not yet known to be published in a layer. Written in the domain transaction; nextAt, attempts, lastError and
 * parkedAt by the loop that sends what is due; deleted by the recorder. Small, so the lease reads it without an index.
 */
export const pending = eventSchema.table(
  "pending",
  {
    eventId: uuid().notNull(),
    memberId: text().notNull(),
    layer: smallint().notNull(),
    storedAt: timestamp({ withTimezone: true, mode: "string" }).notNull(),
    nextAt: timestamp({ withTimezone: true, mode: "string" }).notNull(),
    attempts: smallint().notNull().default(0),
    lastError: text(),
    parkedAt: timestamp({ withTimezone: true, mode: "string" }),
  },
  (t) => [primaryKey({ columns: [t.eventId, t.layer] })],
);
