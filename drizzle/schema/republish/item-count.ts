import { bigint, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { republishSchema } from "./republish-schema.ts";

/**
 * How many items of a job are in a state: the sum over its slots, one of which may be below zero. Written by the items' triggers
 * alone; in slots, so that worker and recorder do not wait for each other.
 */
export const republishItemCount = republishSchema.table(
  "item_count",
  {
    jobId: uuid().notNull(),
    state: text().notNull(),
    slot: smallint().notNull(),
    n: bigint({ mode: "number" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.jobId, t.state, t.slot] })],
);
