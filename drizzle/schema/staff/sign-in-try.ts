import { integer, text, timestamp } from "drizzle-orm/pg-core";
import { staffSchema } from "../staff-schema.ts";

/**
 * Failed tries to sign in, by lane: the digest of an account, an address, an account at an address, or of an account in a known
 * browser. `nextAt` is the moment from which the next try of that lane may be looked at. Written by staff.take_sign_in_turn
 * and staff.forgive_sign_in alone. The primary key serves both.
 */
export const staffSignInTry = staffSchema.table("sign_in_try", {
  lane: text().primaryKey().notNull(),
  failures: integer().notNull().default(0),
  triedAt: timestamp({ withTimezone: true, mode: "string" }).notNull().defaultNow(),
  nextAt: timestamp({ withTimezone: true, mode: "string" }).notNull().defaultNow(),
});
