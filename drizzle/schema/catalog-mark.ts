import { boolean, uuid } from "drizzle-orm/pg-core";
import { eventSchema } from "./event-schema.ts";

/** One row: a new mark after each change of the catalog. Written by the triggers of its two tables; read before a remembered catalog is used. */
export const catalogMark = eventSchema.table("catalog_mark", {
  onlyOne: boolean().primaryKey().notNull().default(true),
  mark: uuid().notNull().defaultRandom(),
});
