import { sql } from "drizzle-orm";
import { primaryKey, snakeCase, text, timestamp, uuid } from "drizzle-orm/pg-core";

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
  membership: text({ enum: ["active", "dormant", "suspended", "withdrawal-requested", "withdrawn"] })
    .notNull()
    .default("active"),
  marketingConsent: text({ enum: ["none", "given"] })
    .notNull()
    .default("none"),
  passwordChangedAt: timestamp({ withTimezone: true, mode: "string" }),
  joinedAt: timestamp({ withTimezone: true, mode: "string" }).notNull().defaultNow(),
});

/**
 * A log-in, named by its event, whose id orders sessions in time. Opened by the log-in action, ended by the
 * member, by another log-in on the same device, by a policy, or with the membership. The unique index on open sessions keeps a device at one.
 */
export const memberSession = memberSchema.table("session", {
  loginEventId: uuid().primaryKey().notNull(),
  memberId: text().notNull(),
  deviceId: text().notNull(),
  ip: text(),
  endedAt: timestamp({ withTimezone: true, mode: "string" }),
  endedBecause: text({
    enum: [
      "logged-out",
      "logged-in-again",
      "logged-in-elsewhere",
      "another-account-here",
      "device-removed",
      "made-dormant",
      "suspended",
      "withdrawn",
    ],
  }),
});

/** A device that a member is known to use. Written by registering and removing; a removed one stays as a row. */
export const memberDevice = memberSchema.table(
  "device",
  {
    memberId: text().notNull(),
    deviceId: text().notNull(),
    model: text(),
    registeredAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
    removedAt: timestamp({ withTimezone: true, mode: "string" }),
  },
  (t) => [primaryKey({ columns: [t.memberId, t.deviceId] })],
);

/** A sanction on a member until a time, named by its event. Ends by itself. */
export const memberSanction = memberSchema.table("sanction", {
  eventId: uuid().primaryKey().notNull(),
  memberId: text().notNull(),
  sanction: text().notNull(),
  reason: text().notNull(),
  until: timestamp({ withTimezone: true, mode: "string" }).notNull(),
});

/** A wish to withdraw, named by the event of its request; a member has one waiting at most. */
export const memberWithdrawal = memberSchema.table("withdrawal", {
  requestEventId: uuid().primaryKey().notNull(),
  memberId: text().notNull(),
  objectionsDueAt: timestamp({ withTimezone: true, mode: "string" }).notNull(),
  state: text({ enum: ["waiting", "completed", "taken-back"] })
    .notNull()
    .default("waiting"),
  settledAt: timestamp({ withTimezone: true, mode: "string" }),
});

/** What a member is to be told, one of a kind for an event. Written by policies and tasks; whoever sends mail reads it. */
export const memberNotification = memberSchema.table("notification", {
  id: uuid().primaryKey().notNull().default(sql`uuidv7()`),
  memberId: text().notNull(),
  kind: text({ enum: ["password-changed", "verify-identity"] }).notNull(),
  eventId: uuid().notNull(),
  createdAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
});
