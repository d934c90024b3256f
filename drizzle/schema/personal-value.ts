import { bytea, char, index, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { personalKinds } from "../../server/vocabulary/member-event.ts";
import { eventSchema } from "./event-schema.ts";

/**
 * A personal value in the clear, with the keyed hash that exact search compares. Written by event.store_event; deleted
 * when a member is erased; read only by functions of the owner. (kind, hash) serves "who has this number".
 */
export const personalValue = eventSchema.table(
  "personal_value",
  {
    eventId: uuid().notNull(),
    name: text().notNull(),
    side: char({ length: 1 }).notNull(),
    memberId: text().notNull(),
    kind: text({ enum: personalKinds }).notNull(),
    value: text().notNull(),
    hash: bytea().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.memberId, t.eventId, t.name, t.side] }),
    index("personal_value_hash").on(t.kind, t.hash, t.eventId),
  ],
);
