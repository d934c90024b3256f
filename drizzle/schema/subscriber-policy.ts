import { sql } from "drizzle-orm";
import { bigint, jsonb, text, timestamp } from "drizzle-orm/pg-core";
import { policyScopes } from "../../server/filter-policy/policy.ts";
import { policyActs } from "../../server/vocabulary/subscriber.ts";
import { eventSchema } from "./event-schema.ts";

/** Every policy that was registered for a subscriber or applied to its subscription in SNS; only grows. */
export const subscriberPolicy = eventSchema.table("subscriber_policy", {
  id: bigint({ mode: "number" }).primaryKey().notNull().generatedAlwaysAsIdentity(),
  subscriberId: text().notNull(),
  act: text({ enum: policyActs }).notNull(),
  policy: jsonb().$type<Record<string, unknown>>().notNull(),
  policyScope: text({ enum: policyScopes }).notNull(),
  changedBy: text().notNull(),
  changedAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
});
