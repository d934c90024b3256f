import { sql } from "drizzle-orm";
import { primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { attemptCauses } from "../../server/vocabulary/member-event.ts";
import { eventSchema } from "./event-schema.ts";

/**
 * What the loop sent: `relay` the first send of an event stored by another language, `detector` again. Written by the
 * loop, never changed. The primary key serves an event's biography.
 */
export const attempt = eventSchema.table(
  "attempt",
  {
    eventId: uuid().notNull(),
    memberId: text().notNull(),
    layer: smallint().notNull(),
    at: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
    cause: text({ enum: attemptCauses }).notNull(),
    target: text().notNull(),
    snsMessageId: text(),
    error: text(),
  },
  (t) => [primaryKey({ columns: [t.eventId, t.layer, t.at] })],
);
