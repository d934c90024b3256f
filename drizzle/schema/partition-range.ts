import { date } from "drizzle-orm/pg-core";
import { eventSchema } from "./event-schema.ts";

/**
 * Days that have partitions. Written by event.add_partition; read when a time is given and by readiness.
 */
export const partitionRange = eventSchema.table("partition_range", {
  fromDay: date({ mode: "string" }).primaryKey().notNull(),
  toDay: date({ mode: "string" }).notNull(),
});
