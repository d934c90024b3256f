import { sql } from "drizzle-orm";
import { text, timestamp, uuid } from "drizzle-orm/pg-core";
import { staffSchema } from "../staff-schema.ts";

/**
 * Who changed which account, token or threshold, from what to what, and why. `accountId` is null for somebody at the host.
 * Written by the functions that change them alone, and as a limit of approvals comes into force; the primary key, in the order of time, serves the history.
 */
export const staffSettingChange = staffSchema.table("setting_change", {
  id: uuid().primaryKey().notNull().default(sql`uuidv7()`),
  at: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
  accountId: uuid(),
  login: text().notNull(),
  subject: text({ enum: ["account", "token", "threshold"] }).notNull(),
  name: text().notNull(),
  what: text().notNull(),
  before: text(),
  after: text(),
  reason: text(),
});
