import { sql } from "drizzle-orm";
import { bytea, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { staffSchema } from "./staff-schema.ts";

/**
 * A personal access token for the command line: SHA-256 only. `scope` holds the permissions it has of its owner's, null for all.
 * Written by functions of the schema alone.
 */
export const staffAccessToken = staffSchema.table("access_token", {
  tokenHash: bytea().primaryKey().notNull(),
  accountId: uuid().notNull(),
  name: text().notNull(),
  createdAt: timestamp({ withTimezone: true, mode: "string" }).notNull().defaultNow(),
  expiresAt: timestamp({ withTimezone: true, mode: "string" }).notNull(),
  id: uuid().notNull().unique().default(sql`uuidv7()`),
  scope: text().array(),
  lastUsedAt: timestamp({ withTimezone: true, mode: "string" }),
  createdBy: text().notNull().default("installation"),
  revokedAt: timestamp({ withTimezone: true, mode: "string" }),
});
