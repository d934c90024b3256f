import { sql } from "drizzle-orm";
import { text, timestamp, uuid } from "drizzle-orm/pg-core";
import { revealFields, revealReasons } from "../../../server/vocabulary/choices/reveal-choices.ts";
import { staffSchema } from "../staff-schema.ts";

/**
 * That somebody was shown one clear value of a member, why, and until when; never the value. Written by staff.reveal_field alone, with the access
 * record `record_id`; the index on (account_id, at) counts a person's hour.
 */
export const reveal = staffSchema.table("reveal", {
  id: uuid().primaryKey().notNull().default(sql`uuidv7()`),
  at: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
  endsAt: timestamp({ withTimezone: true, mode: "string" }).notNull(),
  accountId: uuid().notNull(),
  memberId: text().notNull(),
  field: text({ enum: revealFields }).notNull(),
  reasonCode: text({ enum: revealReasons }).notNull(),
  caseNumber: text().notNull(),
  recordId: uuid().notNull(),
});
