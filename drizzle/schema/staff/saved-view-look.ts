import { sql } from "drizzle-orm";
import { index, primaryKey, timestamp, uuid } from "drizzle-orm/pg-core";
import { staffSchema } from "../staff-schema.ts";

/** When somebody looked at a saved view last: what was stored since is new to them. Goes with its view, for which the index on it serves. */
export const staffSavedViewLook = staffSchema.table(
  "saved_view_look",
  {
    accountId: uuid().notNull(),
    viewId: uuid().notNull(),
    lookedAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.viewId] }), index("saved_view_look_view").on(t.viewId)],
);
