import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import type { z } from "zod";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { refusalOf } from "../../refusal-of.ts";
import type { Role } from "../../vocabulary/roles.ts";
import type {
  AccountChange,
  changeAccountSchema,
  inviteSchema,
  StaffAccount,
} from "../../vocabulary/staff/settings.ts";
import type { Actor } from "../actor.ts";
import { loginTaken } from "../create-account.ts";
import { hashPassword } from "../password.ts";
import { actRecorded, type Recorded } from "../recorded.ts";
import { requireFreshProof } from "../require-fresh-proof.ts";
import { requirePermission } from "../require-permission.ts";
import { lanesOf } from "../sign-in/sign-in-turn.ts";
import { actingHash } from "./acting-hash.ts";

/** 96 bits, as 16 letters and digits: for one sign-in, at which another password is chosen. */
const FIRST_PASSWORD_BYTES = 12;

/** Every staff account, the enabled ones first. */
export async function listAccounts(db: Executor, actor: Actor): Promise<{ accounts: StaffAccount[] }> {
  requirePermission(actor, "staff:manage");
  const accounts = await db.execute<StaffAccount>(sql`
    select a.id, a.login, a.name, a.role, ${isoTime(sql`a.created_at`)} as "createdAt", ${isoTime(sql`a.disabled_at`)} as "disabledAt",
           a.must_change_password as "mustChangePassword", a.sessions, a.tokens, ${isoTime(sql`a.last_seen_at`)} as "lastSeenAt", a.failures, a.by_provider as "byProvider"
      from staff.list_accounts(${actingHash(actor)}) a`);
  return { accounts: [...accounts] };
}

/**
 * Makes an account with a first password, which its owner must change at the first sign-in.
 *
 * @returns the first password, which is shown this once.
 * @throws DomainError "forbidden", "unproved", or "conflict" when the login is taken.
 */
export async function inviteStaff(
  db: Executor,
  actor: Actor,
  { login, name, role }: z.infer<typeof inviteSchema>,
): Promise<Recorded<{ id: string; password: string }>> {
  requirePermission(actor, "staff:manage");
  requireFreshProof(actor);
  const password = randomBytes(FIRST_PASSWORD_BYTES).toString("base64url");
  const passwordHash = await hashPassword(password);
  return actRecorded(db, actor, async (tx) => {
    const [made] = await tx.execute<{ id: string | null }>(sql`
      select staff.create_account(${actingHash(actor)}, null, ${login}, ${name}, ${role}, ${passwordHash}, true) as id`);
    if (!made?.id) throw loginTaken(login);
    return { act: "account.create", memberIds: [], what: { login, role }, answer: { id: made.id, password } };
  });
}

/**
 * Changes somebody else's account. What takes power away (another role, disabling, a new password) ends the account's sessions at
 * once; a disabled account's tokens do not work.
 *
 * @returns how many sessions ended, and a new first password where that was the change.
 * @throws DomainError "forbidden", "unproved"; "not-found" for an account that there is not; "conflict" for one's own account, or the last admin's;
 *   "bad-input" for a change of role without a role.
 */
export async function changeAccount(
  db: Executor,
  actor: Actor,
  { accountId, change, role, reason }: z.infer<typeof changeAccountSchema>,
): Promise<Recorded<{ endedSessions: number; password: string | null }>> {
  requirePermission(actor, "staff:manage");
  requireFreshProof(actor);
  const [account] = await db.execute<{ login: string; role: Role }>(sql`
    select a.login, a.role from staff.account a where a.id = ${accountId}::uuid`);
  if (!account) {
    throw new DomainError("not-found", "There is no such account. Look at the list again.", { field: "accountId" });
  }
  const password = change === "password" ? randomBytes(FIRST_PASSWORD_BYTES).toString("base64url") : null;
  const value = await newValue(change, { login: account.login, role, password });
  try {
    return await actRecorded(db, actor, async (tx) => {
      const [done] = await tx.execute<{ ended: number }>(sql`
        select staff.change_account(${actingHash(actor)}, ${accountId}::uuid, ${change}, ${value}, ${reason}) as ended`);
      const what = { login: account.login, change, ...(change === "role" && { from: account.role, to: role }) };
      return {
        act: "account.change",
        memberIds: [],
        what,
        reason,
        answer: { endedSessions: done?.ended ?? 0, password },
      };
    });
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}

async function newValue(
  change: AccountChange,
  { login, role, password }: { login: string; role: Role | undefined; password: string | null },
): Promise<string | null> {
  if (change === "unlocked") return lanesOf(login);
  if (password !== null) return hashPassword(password);
  if (change !== "role") return null;
  if (role === undefined) throw new DomainError("bad-input", "role must be given: which one.", { field: "role" });
  return role;
}
