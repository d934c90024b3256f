import { integer, primaryKey, smallint, text, timestamp } from "drizzle-orm/pg-core";
import { eventSchema } from "../event-schema.ts";

/**
 * The devices and addresses that most members had in the last so many days, as they were counted last; `membersBefore`: in as many days
 * before those. Written by event.rank_shared alone, at most 200 a kind and window.
 */
export const sharedValue = eventSchema.table(
  "shared_value",
  {
    kind: text({ enum: ["device", "ip"] }).notNull(),
    days: smallint().notNull(),
    value: text().notNull(),
    members: integer().notNull(),
    membersBefore: integer().notNull(),
    suspended: integer().notNull(),
    firstAt: timestamp({ withTimezone: true, mode: "string" }).notNull(),
    lastAt: timestamp({ withTimezone: true, mode: "string" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.days, t.value] })],
);
