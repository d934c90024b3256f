import { smallint, text } from "drizzle-orm/pg-core";
import { families } from "../../server/vocabulary/member-event.ts";
import { eventSchema } from "./event-schema.ts";

/**
 * An action that a member event can name. Written by a catalog push alone; small, read by its name when storing.
 */
export const action = eventSchema.table("action", {
  id: smallint().primaryKey().generatedAlwaysAsIdentity(),
  name: text().notNull().unique(),
  family: text({ enum: families }).notNull(),
  currentVersion: smallint().notNull().default(1),
});
