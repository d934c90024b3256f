import { sql } from "drizzle-orm";
import { bigint, integer, text, timestamp } from "drizzle-orm/pg-core";
import { eventSchema } from "../event-schema.ts";

/**
 * How full a queue and its dead-letter queue were when a worker last asked SQS: a row a queue, overwritten every few
 * seconds. filledSince is the first moment of an unbroken row of measures in which the queue was not empty; handled is how
 * much its consumers had handled and failed in the minutes that are kept; stillSince is the first moment of an unbroken row of
 * measures in which messages waited, none was in hand and nothing more was handled, of a queue that workers read.
 */
export const queueMeasure = eventSchema.table("queue_measure", {
  queueName: text().primaryKey().notNull(),
  measuredAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
  waiting: integer().notNull(),
  inFlight: integer().notNull(),
  deadLetters: integer().notNull(),
  filledSince: timestamp({ withTimezone: true, mode: "string" }),
  handled: bigint({ mode: "number" }).notNull().default(0),
  stillSince: timestamp({ withTimezone: true, mode: "string" }),
});
