import { sql } from "drizzle-orm";
import { bigint, smallint, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";
import { jobStates } from "../../server/vocabulary/republish-order.ts";
import { republishSchema } from "./republish-schema.ts";

/**
 * A staff order: which layer, to whom, why. Written once by the order; state, lease and fence by the worker that runs it.
 * (person, key) makes a repeated order one job.
 */
export const republishJob = republishSchema.table(
  "job",
  {
    id: uuid().primaryKey().notNull().default(sql`uuidv7()`),
    idempotencyKey: uuid().notNull(),
    requestedBy: uuid().notNull(),
    requestedAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
    layer: smallint().notNull(),
    target: text().notNull(),
    reason: text().notNull(),
    asOf: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
    state: text({ enum: jobStates }).notNull().default("waiting"),
    leaseUntil: timestamp({ withTimezone: true, mode: "string" }),
    fence: bigint({ mode: "number" }).notNull().default(0),
    finishedAt: timestamp({ withTimezone: true, mode: "string" }),
  },
  (t) => [unique().on(t.requestedBy, t.idempotencyKey)],
);
