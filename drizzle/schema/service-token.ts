import { sql } from "drizzle-orm";
import { boolean, bytea, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { eventSchema } from "./event-schema.ts";

/**
 * An outside system's token for the details API: SHA-256 only, and the fields it may read. Read by event.token_in_force
 * alone. One that `needsSecond` opens nothing before another admin has approved it; those that the installation stored need
 * none. Each has an end. Written by functions alone; the unique id serves approval and revocation.
 */
export const serviceToken = eventSchema.table("service_token", {
  tokenHash: bytea().primaryKey().notNull(),
  subscriberId: text().notNull(),
  scope: text().array().notNull(),
  createdAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
  revokedAt: timestamp({ withTimezone: true, mode: "string" }),
  id: uuid().notNull().unique().default(sql`uuidv7()`),
  createdBy: text().notNull().default("installation"),
  createdById: uuid(),
  reason: text(),
  endsAt: timestamp({ withTimezone: true, mode: "string" }).notNull(),
  needsSecond: boolean().notNull().default(false),
  approvedBy: text(),
  approvedById: uuid(),
  approvedAt: timestamp({ withTimezone: true, mode: "string" }),
  lastUsedAt: timestamp({ withTimezone: true, mode: "string" }),
});
