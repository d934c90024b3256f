import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { jsonb, textArray } from "../sql-values.ts";
import type { AccessResult } from "../vocabulary/access-record.ts";
import type { Actor, Outsider } from "./actor.ts";

/** One thing that was looked at or done. */
export type Access = {
  /** What was done: `member.profile`, `event.show`, `republish`, ... */
  act: string;
  /** The members whose data was shown. */
  memberIds: readonly string[];
  /** What was asked for, without personal values. */
  what?: Record<string, unknown>;
  result: AccessResult;
  reason?: string;
};

/**
 * Writes the access record, by a function of the database that sets its time, and login and role of an account, itself. Verbs have it written by `showRecorded` and `actRecorded`, which answer only when it is.
 *
 * @param db a pool on the primary, or the transaction that the act is undone with.
 * @param sameLook names what was shown, to whom and where: within five minutes of a record with the same name by the same
 *   person nothing is written: a page that polls writes one record.
 * @throws whatever the database says: then the caller must not answer.
 */
export async function recordAccess(
  db: Executor,
  who: Pick<Actor, "kind" | "accountId" | "login" | "ip"> | Outsider,
  access: Access & { sameLook?: string },
): Promise<void> {
  const { act, memberIds, what = {}, result } = access;
  const [reason, sameLook] = [access.reason ?? null, access.sameLook ?? null];
  const accountId = who.kind === "staff" ? who.accountId : null;
  await db.execute(sql`
    select staff.record_access(${accountId}::uuid, ${who.login}, ${who.ip}, ${act}, ${textArray(memberIds)}, ${jsonb(what)},
                               ${result}, ${reason}, ${sameLook})`);
}
