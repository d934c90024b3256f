import { sql } from "drizzle-orm";
import { interval, smallint, text, timestamp } from "drizzle-orm/pg-core";
import { eventSchema } from "../event-schema.ts";

/**
 * One row a layer: how long a process that publishes itself may take (written by the keeper from its settings), and the
 * switch that stops republish jobs alone, or everything that is sent (written by an admin); stop_scope is null while it runs.
 */
export const layerControl = eventSchema.table("layer_control", {
  layer: smallint().primaryKey().notNull(),
  unpublishedAfter: interval().notNull().default(sql`interval '5 minutes'`),
  stoppedAt: timestamp({ withTimezone: true, mode: "string" }),
  stoppedBy: text(),
  stopReason: text(),
  stopScope: text({ enum: ["jobs", "everything"] }),
});
