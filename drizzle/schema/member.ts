import { sql } from "drizzle-orm";
import { snakeCase, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** The demo's member system; made by server/demo/migrations, no part of the product's own migration. */
const memberSchema = snakeCase.schema("member");

/**
 * A member as it is now. Written by the actions in server/members alone. Indexes on the normalized phone number and
 * e-mail address serve "which members have this value now".
 */
export const member = memberSchema.table("member", {
  id: text().primaryKey().notNull().default(sql`nextval('member.member_number')::text`),
  status: text({ enum: ["logged-out", "logged-in"] })
    .notNull()
    .default("logged-out"),
  name: text().notNull(),
  phone: text().notNull(),
  email: text().notNull(),
  address: text(),
  identityVerifiedAt: timestamp({ withTimezone: true, mode: "string" }),
  joinedAt: timestamp({ withTimezone: true, mode: "string" }).notNull().defaultNow(),
});

/**
 * A log-in, named by its event, whose id orders sessions in time. Opened by the log-in action, ended by the
 * member, by another log-in on the same device, or by the policy log-out-elsewhere. The unique index on open sessions keeps a device at one.
 */
export const memberSession = memberSchema.table("session", {
  loginEventId: uuid().primaryKey().notNull(),
  memberId: text().notNull(),
  deviceId: text().notNull(),
  ip: text(),
  endedAt: timestamp({ withTimezone: true, mode: "string" }),
  endedBecause: text({ enum: ["logged-out", "logged-in-again", "logged-in-elsewhere"] }),
});
