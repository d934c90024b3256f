import { sql } from "drizzle-orm";
import { primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { eventSchema } from "./event-schema.ts";

/**
 * Proof that the recorder received an event in a layer with target ALL; the first time is kept. Written by the recorder
 * alone, never changed.
 */
export const publication = eventSchema.table(
  "publication",
  {
    eventId: uuid().notNull(),
    memberId: text().notNull(),
    layer: smallint().notNull(),
    publishedAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [primaryKey({ columns: [t.eventId, t.layer, t.memberId] })],
);
