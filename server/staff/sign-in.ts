import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import type { Role } from "../vocabulary/roles.ts";
import type { Actor } from "./actor.ts";
import { hashPassword, verifyPassword } from "./password.ts";
import { recordAccess } from "./record-access.ts";
import { hashSecretToken, newSecretToken } from "./secret-token.ts";

/** After this many wrong passwords in a row an account is locked for LOCKED_FOR. */
const MAX_FAILURES = 5;
const LOCKED_FOR = sql`interval '15 minutes'`;

/** Compared with when there is no such account, so that the answer takes as long. */
let nobody: Promise<string> | undefined;

type AccountRow = { id: string; name: string; role: Role; password_hash: string; locked: boolean };

/**
 * Checks login and password and opens a session, which stands only together with its record.
 *
 * @returns the token for the cookie, or undefined when login or password are wrong or the account is locked or disabled:
 *   the caller says the same for all of these.
 */
export async function signIn(
  db: Executor,
  input: { login: string; password: string; ip: string | null; userAgent: string | null },
): Promise<string | undefined> {
  const account = await countTry(db, input.login);
  nobody ??= hashPassword("nobody has this password");
  const isOpen = account !== undefined && !account.locked;
  const right = await verifyPassword(input.password, isOpen ? account.password_hash : await nobody);
  if (!isOpen || !right) {
    await recordFailure(db, input, account);
    return undefined;
  }
  const token = newSecretToken("mss");
  const hash = hashSecretToken(token);
  await db.transaction(async (tx) => {
    await tx.execute(sql`
      with unlocked as (update staff.account set failed_logins = 0, locked_until = null where id = ${account.id})
      insert into staff.session (token_hash, account_id, ip, user_agent)
      values (${hash}, ${account.id}, ${input.ip}, left(${input.userAgent}, 400))`);
    await recordAccess(tx, actorOf(account, input), { act: "sign-in", memberIds: [], result: "done" });
  });
  return token;
}

/**
 * Counts a try as failed before the password is looked at; the right one takes that back. So tries that come side by side
 * are counted one by one, and no more than MAX_FAILURES of them are looked at.
 */
async function countTry(db: Executor, login: string): Promise<AccountRow | undefined> {
  const [account] = await db.execute<AccountRow>(sql`
    with tried as (
      update staff.account set failed_logins = case when failed_logins + 1 >= ${MAX_FAILURES} then 0 else failed_logins + 1 end,
             locked_until = case when failed_logins + 1 >= ${MAX_FAILURES} then clock_timestamp() + ${LOCKED_FOR} else locked_until end
       where login = ${login} and disabled_at is null and coalesce(locked_until, '-infinity') <= clock_timestamp()
      returning id, name, role, password_hash)
    select id, name, role, password_hash, false as locked from tried
    union all
    select id, name, role, password_hash, true from staff.account
     where login = ${login} and disabled_at is null and not exists (select from tried)`);
  return account;
}

async function recordFailure(
  db: Executor,
  input: { login: string; ip: string | null },
  account: AccountRow | undefined,
): Promise<void> {
  if (!account) {
    const nobody = { kind: "nobody", login: input.login, ip: input.ip } as const;
    await recordAccess(db, nobody, { act: "sign-in", memberIds: [], result: "refused" });
    return;
  }
  const reason = account.locked ? "locked" : "wrong password";
  await recordAccess(db, actorOf(account, input), { act: "sign-in", memberIds: [], result: "refused", reason });
}

function actorOf(
  { id: accountId, name, role }: AccountRow,
  { login, ip }: { login: string; ip: string | null },
): Actor {
  return { kind: "staff", accountId, login, name, role, ip, sessionKey: "" };
}
