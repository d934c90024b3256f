import { sql } from "drizzle-orm";
import { bytea, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { eventSchema } from "./event-schema.ts";

/**
 * An outside system's token for the details API: SHA-256 only, and the fields it may read. Read by event.member_details
 * alone.
 */
export const serviceToken = eventSchema.table("service_token", {
  tokenHash: bytea().primaryKey().notNull(),
  subscriberId: text().notNull(),
  scope: text().array().notNull(),
  createdAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
  revokedAt: timestamp({ withTimezone: true, mode: "string" }),
  id: uuid().notNull().unique().default(sql`uuidv7()`),
  createdBy: text().notNull().default("installation"),
});
