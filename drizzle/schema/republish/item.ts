import { index, primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { itemStates, skipReasons } from "../../../server/vocabulary/republish-job.ts";
import { republishSchema } from "./republish-schema.ts";

/**
 * One event of a job: the items are the job's attempts. Written when the set is frozen; state by the worker, `confirmed` by the
 * recorder. (event) serves an event's biography; two partial indexes serve what is to be sent and what failed.
 */
export const republishItem = republishSchema.table(
  "item",
  {
    jobId: uuid().notNull(),
    eventId: uuid().notNull(),
    memberId: text().notNull(),
    state: text({ enum: itemStates }).notNull().default("waiting"),
    attempts: smallint().notNull().default(0),
    snsMessageId: text(),
    sentAt: timestamp({ withTimezone: true, mode: "string" }),
    confirmedAt: timestamp({ withTimezone: true, mode: "string" }),
    error: text(),
    skippedBecause: text({ enum: skipReasons }),
  },
  (t) => [primaryKey({ columns: [t.jobId, t.eventId] }), index("item_event").on(t.eventId)],
);
