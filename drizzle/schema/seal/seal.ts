import { bigint, bytea, timestamp } from "drizzle-orm/pg-core";
import { staffSchema } from "../staff-schema.ts";

/**
 * One seal: the chain of access records up to a position, and the hash there, which stands outside as an anchor, too. Written by
 * staff.append_seal alone.
 */
export const seal = staffSchema.table("seal", {
  number: bigint({ mode: "number" }).primaryKey().notNull(),
  sealedAt: timestamp({ withTimezone: true, mode: "string" }).notNull().defaultNow(),
  lastPosition: bigint({ mode: "number" }).notNull().unique(),
  head: bytea().notNull(),
});
