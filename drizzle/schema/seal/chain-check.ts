import { sql } from "drizzle-orm";
import { bigint, jsonb, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { ChainFault } from "../../../server/vocabulary/oversight/chain.ts";
import { staffSchema } from "../staff-schema.ts";

/** One check of the whole chain: by whom, how many records, how many of them the anchor holds, and the first bad one. Written by verifyChain; only ever added to. */
export const chainCheck = staffSchema.table("chain_check", {
  id: uuid().primaryKey().notNull().default(sql`uuidv7()`),
  at: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
  checkedBy: text().notNull(),
  records: bigint({ mode: "number" }).notNull(),
  anchored: bigint({ mode: "number" }),
  fault: jsonb().$type<ChainFault>(),
});
