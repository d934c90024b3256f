import { sql } from "drizzle-orm";
import { text, timestamp, uuid } from "drizzle-orm/pg-core";
import { erasureOutcomes } from "../../../server/vocabulary/oversight/erasure.ts";
import { eventSchema } from "../event-schema.ts";

/** A request to erase a member, and what came of it. Written by event.request_erasure, erase_member and withdraw_erasure alone; a member has one open. */
export const erasure = eventSchema.table("erasure", {
  id: uuid().primaryKey().notNull().default(sql`uuidv7()`),
  memberId: text().notNull(),
  reason: text().notNull(),
  caseNumber: text().notNull(),
  requestedAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
  requestedBy: uuid().notNull(),
  closedAt: timestamp({ withTimezone: true, mode: "string" }),
  closedBy: uuid(),
  outcome: text({ enum: erasureOutcomes }),
});

/** A member who may not be erased while somebody investigates. Written by event.set_legal_hold alone; a member has one in force. */
export const legalHold = eventSchema.table("legal_hold", {
  id: uuid().primaryKey().notNull().default(sql`uuidv7()`),
  memberId: text().notNull(),
  reason: text().notNull(),
  caseNumber: text().notNull(),
  placedAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
  placedBy: uuid().notNull(),
  liftedAt: timestamp({ withTimezone: true, mode: "string" }),
  liftedBy: uuid(),
});
