import { sql } from "drizzle-orm";
import { bigint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { republishSchema } from "./republish-schema.ts";

/** From how many deliveries a day an approval is needed: proposed by one admin, in force once another confirms; the newest counts. */
export const republishLimitChange = republishSchema.table("limit_change", {
  id: uuid().primaryKey().notNull().default(sql`uuidv7()`),
  deliveries: bigint({ mode: "number" }).notNull(),
  reason: text().notNull(),
  proposedBy: uuid().notNull(),
  proposedAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
  confirmedBy: uuid(),
  confirmedAt: timestamp({ withTimezone: true, mode: "string" }),
});
