import { sql } from "drizzle-orm";
import { jsonb, smallint, text, timestamp } from "drizzle-orm/pg-core";
import { policyScopes } from "../../server/filter-policy/policy.ts";
import { placements, replayRules } from "../../server/vocabulary/republish-order.ts";
import { eventSchema } from "./event-schema.ts";

/**
 * Somebody who receives events: the registry from which topics, queues and subscriptions are made. Written when a
 * subscriber is registered.
 */
export const subscriber = eventSchema.table("subscriber", {
  id: text().primaryKey().notNull(),
  layer: smallint().notNull(),
  ownerDomain: text().notNull(),
  placement: text({ enum: placements }).notNull(),
  description: jsonb().$type<{ ko: string; en: string }>().notNull(),
  queueName: text().notNull().unique(),
  policy: jsonb().$type<Record<string, unknown>>().notNull(),
  replayRule: text({ enum: replayRules }).notNull(),
  createdAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
  policyScope: text({ enum: policyScopes }).notNull().default("MessageAttributes"),
  policyBy: text().notNull().default("installation"),
});
