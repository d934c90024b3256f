import type { SQL } from "drizzle-orm";
import { bytea } from "../../sql-values.ts";
import type { Actor } from "../actor.ts";

/** The hash of the session or token that somebody asks by: from it the database itself finds who acts. */
export function actingHash({ sessionKey }: Actor): SQL {
  return bytea(Buffer.from(sessionKey, "base64url"));
}
