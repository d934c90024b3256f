import { bigint, primaryKey, smallint, timestamp } from "drizzle-orm/pg-core";
import { eventSchema } from "../event-schema.ts";

/** Events of one action in one closed hour. Written by event.count_hours alone; an hour without events has no row. */
export const hourCount = eventSchema.table(
  "hour_count",
  {
    hour: timestamp({ withTimezone: true, mode: "string" }).notNull(),
    actionId: smallint().notNull(),
    n: bigint({ mode: "number" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.hour, t.actionId] })],
);
