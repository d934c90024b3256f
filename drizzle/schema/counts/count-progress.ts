import { boolean, timestamp } from "drizzle-orm/pg-core";
import { pgSnapshot, xid8 } from "../column-types.ts";
import { eventSchema } from "../event-schema.ts";

/** One row: how far event.count_hours, which alone writes it, has come, what it waits for, and what it saw last: late events are those that it did not. */
export const countProgress = eventSchema.table("count_progress", {
  onlyOne: boolean().primaryKey().notNull().default(true),
  countedBefore: timestamp({ withTimezone: true, mode: "string" }),
  closingHour: timestamp({ withTimezone: true, mode: "string" }),
  closingBy: xid8(),
  countedAsOf: pgSnapshot(),
});
