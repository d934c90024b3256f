import { sql } from "drizzle-orm";
import { index, jsonb, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { republishSchema } from "./republish-schema.ts";

/**
 * What a plan foretold, until it is ordered: the job takes a copy; and how far a set is counted that takes long. Written by whoever plans, and forgotten a day later; (maker,
 * time) finds those.
 */
export const republishPlan = republishSchema.table(
  "plan",
  {
    digest: text().primaryKey().notNull(),
    madeBy: uuid().notNull(),
    madeAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
    foretold: jsonb().notNull(),
    counting: jsonb(),
  },
  (t) => [index("plan_made_by").on(t.madeBy, t.madeAt)],
);
