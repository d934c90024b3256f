import { bytea, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { staffSchema } from "./staff-schema.ts";

/**
 * A signed-in browser. Holds only the SHA-256 of the cookie's token. Written by sign-in, touched at most once a minute by
 * use, ended by sign-out. The primary key serves each request; (account_id) among open ones serves "end them all".
 */
export const staffSession = staffSchema.table("session", {
  tokenHash: bytea().primaryKey().notNull(),
  accountId: uuid().notNull(),
  createdAt: timestamp({ withTimezone: true, mode: "string" }).notNull().defaultNow(),
  lastSeenAt: timestamp({ withTimezone: true, mode: "string" }).notNull().defaultNow(),
  ip: text(),
  userAgent: text(),
  endedAt: timestamp({ withTimezone: true, mode: "string" }),
});
