import { jsonb, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { accessResults } from "../../server/vocabulary/access-record.ts";
import { staffSchema } from "./staff-schema.ts";

/**
 * Who looked at whom, when, from where, and what came of it. Append-only: no login role may change or delete a row.
 * Indexes: (account, time) and (login, id) "what did X see"; member_ids (GIN) "who looked at M"; (account, view_key, time) keeps a polled
 * view at one row; (id) of signatures alone serves "which months are signed".
 */
export const staffAccessRecord = staffSchema.table("access_record", {
  id: uuid().primaryKey().notNull(),
  at: timestamp({ withTimezone: true, mode: "string" }).notNull().defaultNow(),
  accountId: uuid(),
  login: text().notNull(),
  role: text(),
  ip: text(),
  act: text().notNull(),
  memberIds: text().array().notNull().default([]),
  what: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  result: text({ enum: accessResults }).notNull(),
  reason: text(),
  viewKey: text(),
});
