import { sql } from "drizzle-orm";
import { bigint, bytea, integer, jsonb, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { fileFaults, fileKinds, fileStates } from "../../../server/vocabulary/choices/file-choices.ts";
import { staffSchema } from "../staff-schema.ts";

/**
 * A file that one person has asked for and another has to approve: then a worker makes it, sealed, and it can be taken once within a day. Written by
 * staff.ask_file, answer_file and take_file; of what is made of it by the worker. The index on (asked_by, asked_at) counts a person's day.
 */
export const preparedFile = staffSchema.table("prepared_file", {
  id: uuid().primaryKey().notNull().default(sql`uuidv7()`),
  kind: text({ enum: fileKinds }).notNull(),
  what: jsonb().$type<unknown>().notNull(),
  /** Whom it is about, where it is about one member. */
  memberId: text(),
  reason: text().notNull(),
  caseNumber: text(),
  askedAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
  askedBy: uuid().notNull(),
  askedLogin: text().notNull(),
  approvedAt: timestamp({ withTimezone: true, mode: "string" }),
  approvedBy: uuid(),
  approvedLogin: text(),
  closedAt: timestamp({ withTimezone: true, mode: "string" }),
  closedBy: uuid(),
  closedLogin: text(),
  state: text({ enum: fileStates }).notNull().default("asked"),
  /** Raised by each worker that begins to make it: whoever made it before writes no more. */
  fence: integer().notNull().default(0),
  leaseUntil: timestamp({ withTimezone: true, mode: "string" }),
  salt: bytea(),
  /** Tells whether a key is the one it was sealed with. */
  keyCheck: bytea(),
  parts: integer(),
  rowCount: bigint({ mode: "number" }),
  byteCount: bigint({ mode: "number" }),
  sha256: text(),
  madeAt: timestamp({ withTimezone: true, mode: "string" }),
  endsAt: timestamp({ withTimezone: true, mode: "string" }),
  takenAt: timestamp({ withTimezone: true, mode: "string" }),
  fault: text({ enum: fileFaults }),
});
