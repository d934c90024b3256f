import { sql } from "drizzle-orm";
import { bytea, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { staffSchema } from "./staff-schema.ts";

/**
 * A signed-in browser. Holds only the SHA-256 of the cookie's token; `id` names it for people. Written by functions alone:
 * opened by sign-in, touched at most once a minute by what a person does, ended by sign-out. `provedAt`: when the person last
 * showed who they are. `providerSid`: the identity provider's own session, for its back-channel logout. The primary key serves each request; (account_id) among open ones serves "end them all".
 */
export const staffSession = staffSchema.table("session", {
  tokenHash: bytea().primaryKey().notNull(),
  accountId: uuid().notNull(),
  createdAt: timestamp({ withTimezone: true, mode: "string" }).notNull().defaultNow(),
  lastSeenAt: timestamp({ withTimezone: true, mode: "string" }).notNull().defaultNow(),
  ip: text(),
  userAgent: text(),
  id: uuid().notNull().unique().default(sql`uuidv7()`),
  provedAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
  endedAt: timestamp({ withTimezone: true, mode: "string" }),
  providerSid: text(),
});
