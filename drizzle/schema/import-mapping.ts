import { jsonb, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { eventSchema } from "./event-schema.ts";

/** How rows of a former record table become events, as an admin kept it under a name; the last one kept stands. Written by keepMapping. */
export const importMapping = eventSchema.table("import_mapping", {
  name: text().primaryKey().notNull(),
  mapping: jsonb().notNull(),
  keptBy: uuid().notNull(),
  keptAt: timestamp({ withTimezone: true, mode: "string" }).notNull().defaultNow(),
});
