import { sql } from "drizzle-orm";
import { bigint, index, integer, jsonb, smallint, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";
import { letterActKinds, letterActStates } from "../../server/vocabulary/dead-letter.ts";
import { eventSchema } from "./event-schema.ts";

/**
 * A staff order about the dead letters of a queue. Written once by the order, together with its access record; state, lease
 * and fence by the worker that carries it out. (person, key) makes a repeated order one act; (queue) serves its page.
 */
export const letterAct = eventSchema.table(
  "letter_act",
  {
    id: uuid().primaryKey().notNull().default(sql`uuidv7()`),
    idempotencyKey: uuid().notNull(),
    subscriberId: text().notNull(),
    queueName: text().notNull(),
    act: text({ enum: letterActKinds }).notNull(),
    selection: jsonb().notNull(),
    rate: smallint().notNull(),
    reason: text().notNull(),
    requestedBy: uuid().notNull(),
    requestedLogin: text().notNull(),
    requestedAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
    state: text({ enum: letterActStates }).notNull().default("waiting"),
    startedAt: timestamp({ withTimezone: true, mode: "string" }),
    wanted: integer(),
    awaited: integer().notNull().default(0),
    error: text(),
    nextAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
    leaseUntil: timestamp({ withTimezone: true, mode: "string" }),
    fence: bigint({ mode: "number" }).notNull().default(0),
    finishedAt: timestamp({ withTimezone: true, mode: "string" }),
  },
  (t) => [
    unique().on(t.requestedBy, t.idempotencyKey),
    index("letter_act_open").on(t.nextAt).where(sql`state in ('waiting', 'running')`),
    index("letter_act_queue").on(t.queueName, t.id),
  ],
);
