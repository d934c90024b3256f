import { sql } from "drizzle-orm";
import { jsonb, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";
import { audienceNames } from "../../../server/vocabulary/explore/audiences.ts";
import { staffSchema } from "../staff-schema.ts";

/**
 * A search of the explorer under a name: conditions with or without a policy, or a sequence alone. Written by its owner, for a team view also by an admin; it holds no clear personal
 * value. The unique name serves its owner's list; team views are few and read whole.
 */
export const staffSavedView = staffSchema.table(
  "saved_view",
  {
    id: uuid().primaryKey().notNull().default(sql`uuidv7()`),
    accountId: uuid().notNull(),
    name: text().notNull(),
    audience: text({ enum: audienceNames }).notNull(),
    conditions: jsonb().notNull(),
    policy: jsonb(),
    sequence: jsonb(),
    changedAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [unique().on(t.accountId, t.name)],
);
