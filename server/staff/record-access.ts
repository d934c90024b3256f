import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { jsonb, textArray } from "../sql-values.ts";
import type { Actor } from "./actor.ts";

/** Looking at the same view again within this time is the same look: a page that polls writes one record. */
const SAME_VIEW = sql`interval '5 minutes'`;

/** One thing that was looked at or done. */
export type Access = {
  /** What was done: `member.profile`, `event.show`, `republish`, ... */
  act: string;
  /** The members whose data was shown. */
  memberIds: readonly string[];
  /** What was asked for, without personal values. */
  what?: Record<string, unknown>;
  result: "shown" | "not found" | "refused" | "done" | "failed";
  reason?: string;
  /** Names the view for a poll: the same key by the same person within five minutes writes nothing. */
  viewKey?: string;
};

/**
 * Commits the access record; call it before answering, so that nothing is shown that is not recorded.
 *
 * @param db a pool on the primary, not a transaction that may still roll back, unless the act is undone with it.
 * @throws whatever the database says: then the caller must not answer.
 */
export async function recordAccess(db: Executor, actor: Actor, access: Access): Promise<void> {
  const { act, memberIds, what = {}, result, reason = null, viewKey = null } = access;
  await db.execute(sql`
    insert into staff.access_record (account_id, login, role, ip, act, member_ids, what, result, reason, view_key)
    select ${actor.accountId}::uuid, ${actor.login}, ${actor.role}, ${actor.ip}, ${act},
           ${textArray(memberIds)}, ${jsonb(what)}, ${result}, ${reason}, ${viewKey}::text
     where ${viewKey}::text is null or not exists (
       select from staff.access_record r
        where r.account_id = ${actor.accountId}::uuid and r.view_key = ${viewKey} and r.at > clock_timestamp() - ${SAME_VIEW})`);
}
