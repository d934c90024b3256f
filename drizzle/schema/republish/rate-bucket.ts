import { primaryKey, smallint, text, timestamp } from "drizzle-orm/pg-core";
import { republishSchema } from "./republish-schema.ts";

/** When a topic and target may be sent to next. All jobs of all workers take their turns here, each at its own rate. */
export const republishRateBucket = republishSchema.table(
  "rate_bucket",
  {
    layer: smallint().notNull(),
    target: text().notNull(),
    freeAt: timestamp({ withTimezone: true, mode: "string" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.layer, t.target] })],
);
