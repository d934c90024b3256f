import { sql } from "drizzle-orm";
import { index, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { heldFaults, heldStates } from "../../../server/vocabulary/hosts/held-events.ts";
import { republishSchema } from "./republish-schema.ts";

/**
 * What a registered host was asked, and the ids that it said a subscriber has. The web asks, a worker calls and keeps the answer; asks
 * of a week ago are forgotten as the same person asks again. `held_answer_asked` finds what waits.
 */
export const republishHeldAnswer = republishSchema.table(
  "held_answer",
  {
    id: uuid().primaryKey().notNull().default(sql`uuidv7()`),
    hostId: uuid().notNull(),
    askedBy: uuid().notNull(),
    subscriber: text().notNull(),
    layer: smallint().notNull(),
    periodFrom: timestamp({ withTimezone: true, mode: "string" }).notNull(),
    periodTo: timestamp({ withTimezone: true, mode: "string" }).notNull(),
    askedAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
    askingUntil: timestamp({ withTimezone: true, mode: "string" }),
    state: text({ enum: heldStates }).notNull().default("asked"),
    fault: text({ enum: heldFaults }),
    detail: text(),
    eventIds: uuid().array(),
    answeredAt: timestamp({ withTimezone: true, mode: "string" }),
  },
  (t) => [index("held_answer_asked").on(t.id).where(sql`state = 'asked'`)],
);
