import { bigint, boolean, primaryKey, smallint, timestamp } from "drizzle-orm/pg-core";
import { eventSchema } from "./event-schema.ts";

/**
 * Events of one action in one closed hour; `dirty` when an import or a late event came after counting.
 */
export const hourCount = eventSchema.table(
  "hour_count",
  {
    hour: timestamp({ withTimezone: true, mode: "string" }).notNull(),
    actionId: smallint().notNull(),
    n: bigint({ mode: "number" }).notNull(),
    dirty: boolean().notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.hour, t.actionId] })],
);
