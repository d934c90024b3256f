import { sql } from "drizzle-orm";
import { jsonb, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { ErasureExtent } from "../../../server/vocabulary/oversight/erasure.ts";
import { eventSchema } from "../event-schema.ts";

/** A member whose clear personal values are deleted, for good, and whose events no republish job sends. Written with the erasure. */
export const erasedMember = eventSchema.table("erased_member", {
  memberId: text().primaryKey().notNull(),
  erasedAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
  requestId: uuid().notNull(),
  tombstoneId: uuid().notNull(),
  /** How much went, as event.erasure_extent counts it; null of what was erased before it was counted. */
  extent: jsonb().$type<ErasureExtent>(),
});
