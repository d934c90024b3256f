import { integer, text } from "drizzle-orm/pg-core";
import { staffSchema } from "../staff-schema.ts";

/** A number that admins set for the whole installation, within its bounds; `standard` is what it was made with. */
export const staffThreshold = staffSchema.table("threshold", {
  name: text().primaryKey().notNull(),
  value: integer().notNull(),
  standard: integer().notNull(),
  lowest: integer().notNull(),
  highest: integer().notNull(),
});
