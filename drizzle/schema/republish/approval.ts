import { sql } from "drizzle-orm";
import { index, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { approvalKinds } from "../../../server/vocabulary/republish-job.ts";
import { republishSchema } from "./republish-schema.ts";

/**
 * Who let a large job run: a second person, or in need the one who ordered it (break-glass), which another person reviews. Written
 * by staff; one that was voided by a change stays.
 */
export const republishApproval = republishSchema.table(
  "approval",
  {
    id: uuid().primaryKey().notNull().default(sql`uuidv7()`),
    jobId: uuid().notNull(),
    approvedBy: uuid().notNull(),
    approvedAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
    kind: text({ enum: approvalKinds }).notNull(),
    reason: text(),
    voidedAt: timestamp({ withTimezone: true, mode: "string" }),
    reviewedBy: uuid(),
    reviewedAt: timestamp({ withTimezone: true, mode: "string" }),
    reviewNote: text(),
  },
  (t) => [index("approval_job").on(t.jobId)],
);
