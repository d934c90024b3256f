import { timestamp } from "drizzle-orm/pg-core";
import { eventSchema } from "../event-schema.ts";

/** An hour in which an event was stored when the hour was over. Written with the event, taken by event.count_hours. */
export const recount = eventSchema.table("recount", {
  hour: timestamp({ withTimezone: true, mode: "string" }).notNull(),
});
