import { smallint, timestamp } from "drizzle-orm/pg-core";
import { eventSchema } from "../event-schema.ts";

/** When the shared values of each window were counted last. Written by event.rank_shared alone, which locks its row. */
export const sharedRanking = eventSchema.table("shared_ranking", {
  days: smallint().primaryKey().notNull(),
  countedAt: timestamp({ withTimezone: true, mode: "string" }),
});
