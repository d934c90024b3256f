import { sql } from "drizzle-orm";
import { text, timestamp } from "drizzle-orm/pg-core";
import { eventSchema } from "../event-schema.ts";

/**
 * Who does not answer, since when, when that was last seen, and with what words. Written by the workers, a row a part;
 * gone when the part answers again. The primary key serves the one question that storing asks.
 */
export const outage = eventSchema.table("outage", {
  part: text().primaryKey().notNull(),
  since: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
  seenAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
  error: text().notNull(),
});
