import { bigint, date, primaryKey, smallint } from "drizzle-orm/pg-core";
import { eventSchema } from "../event-schema.ts";

/** The sum of hour_count over one day of UTC that is counted whole. Written by event.count_hours alone. */
export const dayCount = eventSchema.table(
  "day_count",
  { day: date().notNull(), actionId: smallint().notNull(), n: bigint({ mode: "number" }).notNull() },
  (t) => [primaryKey({ columns: [t.day, t.actionId] })],
);
