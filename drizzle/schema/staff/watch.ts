import { sql } from "drizzle-orm";
import { index, integer, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";
import { audienceNames } from "../../../server/vocabulary/explore/audiences.ts";
import { callStates, watchFailures, watchMeasures, watchSubjects } from "../../../server/vocabulary/explore/watch.ts";
import { staffSchema } from "../staff-schema.ts";

const moment = () => timestamp({ withTimezone: true, mode: "string" });

/**
 * A saved view or sequence with a threshold, which a worker looks at. Made and paused by its owner, looked at (`lookedAt`, `lookedTo`: everything
 * up to there, `failingSince` and why) by the worker, of which one holds the row. Watches are few and read whole.
 */
export const staffWatch = staffSchema.table(
  "watch",
  {
    id: uuid().primaryKey().notNull().default(sql`uuidv7()`),
    accountId: uuid().notNull(),
    viewId: uuid().notNull(),
    measure: text({ enum: watchMeasures }).notNull(),
    per: text({ enum: watchSubjects }).notNull(),
    moreThan: integer().notNull(),
    windowS: integer().notNull(),
    audience: text({ enum: audienceNames }).notNull(),
    hostId: uuid(),
    pausedAt: moment(),
    madeAt: moment().notNull().default(sql`clock_timestamp()`),
    lookedAt: moment(),
    lookedTo: moment().notNull(),
    failingSince: moment(),
    failure: text({ enum: watchFailures }),
  },
  (t) => [index("watch_view").on(t.viewId)],
);

/**
 * A crossing of a watch's threshold, by the event that made it so. Written once by the worker, with the state of its call; seen by staff. The unique
 * key is what makes a find one find, and serves the list of a watch.
 */
export const staffWatchFind = staffSchema.table(
  "watch_find",
  {
    id: uuid().primaryKey().notNull().default(sql`uuidv7()`),
    watchId: uuid().notNull(),
    subject: text().notNull(),
    match: uuid().notNull(),
    at: moment().notNull(),
    foundAt: moment().notNull().default(sql`clock_timestamp()`),
    amount: integer().notNull(),
    memberIds: text().array().notNull(),
    eventIds: uuid().array().notNull(),
    seenAt: moment(),
    seenBy: uuid(),
    callState: text({ enum: callStates }),
    callTries: integer().notNull().default(0),
    callNextAt: moment(),
    callError: text(),
  },
  (t) => [
    unique().on(t.watchId, t.subject, t.match),
    index("watch_find_due").on(t.callNextAt).where(sql`call_state = 'due'`),
  ],
);
