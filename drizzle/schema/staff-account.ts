import { sql } from "drizzle-orm";
import { boolean, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { roles } from "../../server/vocabulary/roles.ts";
import { staffSchema } from "./staff-schema.ts";

/**
 * Somebody who may sign in. Written by functions of the schema alone; the
 * web reads neither the password's hash nor `mustChangePassword`.
 * Either it has a password, or issuer and subject at the identity provider: never
 * both, so nobody gets in to an account by the other way. The unique login and (issuer, subject) serve sign-in.
 */
export const staffAccount = staffSchema.table("account", {
  id: uuid().primaryKey().notNull().default(sql`uuidv7()`),
  login: text().notNull(),
  name: text().notNull(),
  role: text({ enum: roles }).notNull(),
  passwordHash: text(),
  mustChangePassword: boolean().notNull().default(false),
  disabledAt: timestamp({ withTimezone: true, mode: "string" }),
  createdAt: timestamp({ withTimezone: true, mode: "string" }).notNull().defaultNow(),
  issuer: text(),
  subject: text(),
});
