import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  customType,
  integer,
  jsonb,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { sendOrders } from "../../../server/vocabulary/choices/send-choices.ts";
import { jobStates, pauseReasons, slowReasons } from "../../../server/vocabulary/republish-job.ts";
import { republishSchema } from "./republish-schema.ts";

const snapshot = customType<{ data: string }>({ dataType: () => "pg_snapshot" });
const moment = () => timestamp({ withTimezone: true, mode: "string" });

/**
 * A staff order: which events as of which bound, which layer, to whom, how, why. Written by the order; the set's size, state, lease
 * and fence by the worker that freezes and runs it; state and rate also by staff. (person, key) makes a repeated order one job;
 * one large job runs for each layer and target. No foreign key of items: a million would be checked one by one.
 */
export const republishJob = republishSchema.table(
  "job",
  {
    id: uuid().primaryKey().notNull().default(sql`uuidv7()`),
    idempotencyKey: uuid().notNull(),
    requestedBy: uuid().notNull(),
    requestedAt: moment().notNull().default(sql`clock_timestamp()`),
    layer: smallint().notNull(),
    target: text().notNull(),
    reason: text().notNull(),
    ticket: text(),
    selection: jsonb().notNull(),
    orderDigest: text().notNull(),
    asOf: moment().notNull().default(sql`clock_timestamp()`),
    bound: snapshot().notNull().default(sql`pg_current_snapshot()`),
    planned: bigint({ mode: "number" }),
    checksum: text(),
    receivers: smallint().notNull().default(1),
    frozen: bigint({ mode: "number" }).notNull().default(0),
    frozenTo: uuid(),
    frozenChecksum: text(),
    frozenAt: moment(),
    lateEvents: bigint({ mode: "number" }).notNull().default(0),
    rate: integer().notNull(),
    sendOrder: text({ enum: sendOrders }).notNull(),
    firstLot: integer(),
    firstLotPassedAt: moment(),
    startAt: moment(),
    state: text({ enum: jobStates }).notNull(),
    isLarge: boolean().notNull().default(false),
    pausedBecause: text({ enum: pauseReasons }),
    trouble: text(),
    nextAt: moment().notNull().default(sql`clock_timestamp()`),
    troubles: smallint().notNull().default(0),
    slowedTo: integer(),
    slowedBecause: text({ enum: slowReasons }),
    leaseUntil: moment(),
    fence: bigint({ mode: "number" }).notNull().default(0),
    startedAt: moment(),
    finishedAt: moment(),
    repeats: uuid(),
    foretold: jsonb(),
  },
  (t) => [unique().on(t.requestedBy, t.idempotencyKey)],
);
