import { bigint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { eventSchema } from "./event-schema.ts";

/**
 * That an admin agreed to another one's catalog taking the mask off a name, and why; good for 24 hours. Written by
 * agreeToLoosening, never changed. The primary key is its order; the few rows need no other index.
 */
export const loosening = eventSchema.table("loosening", {
  id: bigint({ mode: "bigint" }).primaryKey().notNull().generatedAlwaysAsIdentity(),
  name: text().notNull(),
  agreedBy: uuid().notNull(),
  reason: text().notNull(),
  agreedAt: timestamp({ withTimezone: true, mode: "string" }).notNull().defaultNow(),
});
