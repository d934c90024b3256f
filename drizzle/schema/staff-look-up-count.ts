import { integer, timestamp, uuid } from "drizzle-orm/pg-core";
import { staffSchema } from "./staff-schema.ts";

/**
 * How often somebody has looked for personal values in the hour that began at `since`, and how often in vain. Written by
 * staff.count_look_ups and staff.find_look_up alone: no login role may change it. The primary key serves both.
 */
export const staffLookUpCount = staffSchema.table("look_up_count", {
  accountId: uuid().primaryKey().notNull(),
  since: timestamp({ withTimezone: true, mode: "string" }).notNull().defaultNow(),
  looks: integer().notNull(),
  misses: integer().notNull(),
});
