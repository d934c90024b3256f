import { bytea, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { staffSchema } from "./staff-schema.ts";

/** A personal access token for the command line: SHA-256 only. Written by createAccessToken. */
export const staffAccessToken = staffSchema.table("access_token", {
  tokenHash: bytea().primaryKey().notNull(),
  accountId: uuid().notNull(),
  name: text().notNull(),
  createdAt: timestamp({ withTimezone: true, mode: "string" }).notNull().defaultNow(),
  expiresAt: timestamp({ withTimezone: true, mode: "string" }).notNull(),
  revokedAt: timestamp({ withTimezone: true, mode: "string" }),
});
