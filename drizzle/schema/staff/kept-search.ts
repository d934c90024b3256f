import { jsonb, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { staffSchema } from "../staff-schema.ts";

/**
 * A search too long for an address, by the key that stands there instead: the digest of its conditions and policy. Written once by the
 * person who searched; the primary key serves that person alone.
 */
export const staffKeptSearch = staffSchema.table(
  "kept_search",
  {
    accountId: uuid().notNull(),
    key: text().notNull(),
    conditions: jsonb().notNull(),
    policy: jsonb(),
    keptAt: timestamp({ withTimezone: true, mode: "string" }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.key] })],
);
