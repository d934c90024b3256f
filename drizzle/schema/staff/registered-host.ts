import { sql } from "drizzle-orm";
import { text, timestamp, uuid } from "drizzle-orm/pg-core";
import { hostPurposes } from "../../../server/vocabulary/hosts/registered-host.ts";
import { staffSchema } from "../staff-schema.ts";

/**
 * An HTTPS address outside that the workers may call, for one purpose; registered and revoked by admins. `secret` signs what is sent there: the
 * web can write it and cannot read it. Hosts are few and read whole.
 */
export const staffRegisteredHost = staffSchema.table("registered_host", {
  id: uuid().primaryKey().notNull().default(sql`uuidv7()`),
  purpose: text({ enum: hostPurposes }).notNull(),
  url: text().notNull(),
  secret: text().notNull(),
  registeredBy: uuid().notNull(),
  registeredAt: timestamp({ withTimezone: true, mode: "string" }).notNull().default(sql`clock_timestamp()`),
  revokedAt: timestamp({ withTimezone: true, mode: "string" }),
});
