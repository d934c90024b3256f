import { index, integer, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { eventSchema } from "../event-schema.ts";

/**
 * From when to when a member had a device or address, and in how many events of the hours that are counted. Written by event.count_hours,
 * deleted with an erased member's devices, held against the events by event.reconcile_sightings. The key serves "who has this", the index of
 * members "what did they have last".
 */
export const sighting = eventSchema.table(
  "sighting",
  {
    kind: text({ enum: ["device", "ip"] }).notNull(),
    value: text().notNull(),
    memberId: text().notNull(),
    events: integer().notNull(),
    firstAt: timestamp({ withTimezone: true, mode: "string" }).notNull(),
    lastAt: timestamp({ withTimezone: true, mode: "string" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.value, t.memberId] }), index("sighting_member").on(t.memberId, t.lastAt)],
);
