import { sql } from "drizzle-orm";
import { text, timestamp, uuid } from "drizzle-orm/pg-core";
import { roles } from "../../server/vocabulary/roles.ts";
import { staffSchema } from "./staff-schema.ts";

/**
 * Somebody who may sign in. Written by createAccount.
 * The unique login serves sign-in.
 */
export const staffAccount = staffSchema.table("account", {
  id: uuid().primaryKey().notNull().default(sql`uuidv7()`),
  login: text().notNull(),
  name: text().notNull(),
  role: text({ enum: roles }).notNull(),
  passwordHash: text().notNull(),
  disabledAt: timestamp({ withTimezone: true, mode: "string" }),
  createdAt: timestamp({ withTimezone: true, mode: "string" }).notNull().defaultNow(),
});
