import { primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { leftOutReasons } from "../../server/vocabulary/member-event.ts";
import { eventSchema } from "./event-schema.ts";

/**
 * An attribute that is left out, and why: of the event because it is no change, or of its SNS attributes because SNS could not
 * filter on its value. Written by event.store_event. The key serves an event's page, and its time the count of the last days.
 */
export const leftOut = eventSchema.table(
  "left_out",
  {
    eventId: uuid().notNull(),
    memberId: text().notNull(),
    name: text().notNull(),
    why: text({ enum: leftOutReasons }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.eventId, t.name] })],
);
