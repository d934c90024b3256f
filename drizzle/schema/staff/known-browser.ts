import { bytea, primaryKey, timestamp, uuid } from "drizzle-orm/pg-core";
import { staffSchema } from "../staff-schema.ts";

/**
 * A browser in which somebody has signed in, by the SHA-256 of its cookie's token: tries in it do not wait behind those of strangers.
 * Written by staff.open_session alone; the primary key serves it and staff.find_sign_in.
 */
export const staffKnownBrowser = staffSchema.table(
  "known_browser",
  {
    tokenHash: bytea().notNull(),
    accountId: uuid().notNull(),
    seenAt: timestamp({ withTimezone: true, mode: "string" }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.tokenHash, t.accountId] })],
);
