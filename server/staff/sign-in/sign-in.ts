import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { log } from "../../log.ts";
import { bytea, textArray } from "../../sql-values.ts";
import type { Role } from "../../vocabulary/roles.ts";
import type { Actor, Outsider } from "../actor.ts";
import { hashPassword, verifyPassword } from "../password.ts";
import { recordAccess } from "../record-access.ts";
import { hashSecretToken, newSecretToken } from "../secret-token.ts";
import { takeSignInTurn } from "./sign-in-turn.ts";

/** Somebody watches the log for this: so many wrong passwords in a row for one account are no typing errors. */
const ALERT_AT = 20;

/** What stands for a login that nobody has: people type their password there. */
const NO_SUCH_LOGIN = "?";

/** Compared with when there is no such account, so that the answer takes as long. */
let nobody: Promise<string> | undefined;

type AccountRow = { id: string; name: string; role: Role; password_hash: string; knows_browser: boolean };

/** What somebody gives to sign in, and what their browser brought: the tokens of an earlier session and of the browser itself. */
export type SignIn = {
  login: string;
  password: string;
  ip: string | null;
  userAgent: string | null;
  sessionToken?: string | undefined;
  browserToken?: string | undefined;
  /** Passwords that everybody can read, by login: whoever signs in by one has to choose another first. */
  knownToAll?: ReadonlyMap<string, string>;
};

/**
 * What came of it: the tokens for the cookies of session and browser; or that login or password is wrong or the account
 * disabled, which is said alike; or how long no try is looked at.
 */
export type SignedIn =
  | { kind: "signed-in"; sessionToken: string; browserToken: string }
  | { kind: "wrong" }
  | { kind: "slow"; waitSeconds: number };

/**
 * Checks login and password and opens a session, which stands only together with its record. The browser's earlier session
 * ends, and beyond `sessions-per-person` the ones that were used longest ago.
 *
 * Wrong tries slow down further ones of the same sender, and of strangers at the same account, more and more; they shut out
 * nobody (`takeSignInTurn`).
 *
 * @throws DomainError "unavailable" when too many passwords are being looked at.
 */
export async function signIn(db: Executor, input: SignIn): Promise<SignedIn> {
  const browserToken = input.browserToken ?? newSecretToken("msb");
  const browserHash = hashSecretToken(browserToken);
  const [account] = await db.execute<AccountRow>(sql`
    select f.account_id as id, f.name, f.role, f.password_hash, f.knows_browser
      from staff.find_sign_in(${input.login}, ${bytea(browserHash)}) f`);
  const browser = account?.knows_browser ? browserHash.toString("base64url") : null;
  const turn = await takeSignInTurn(db, { login: input.login, ip: input.ip, browser });
  if ("waitSeconds" in turn) {
    if (account) await recordFailure(db, { account, input, reason: "too many tries" });
    return { kind: "slow", waitSeconds: turn.waitSeconds };
  }
  if (turn.failures % ALERT_AT === 0) {
    const { failures } = turn;
    log.warn({ accountId: account?.id, ip: input.ip, failures }, "somebody guesses at the password of one account");
  }
  await wait(turn.waitMs);
  nobody ??= hashPassword("nobody has this password");
  const right = await verifyPassword(input.password, account?.password_hash ?? (await nobody), turn.lanes[0] ?? "");
  if (!account || !right) {
    await recordFailure(db, { account, input, reason: "wrong password" });
    return { kind: "wrong" };
  }
  const sessionToken = newSecretToken("mss");
  const oldHash = input.sessionToken === undefined ? null : hashSecretToken(input.sessionToken);
  await db.transaction(async (tx) => {
    await tx.execute(sql`
      select staff.open_session(${account.id}::uuid, ${bytea(hashSecretToken(sessionToken))}, ${bytea(oldHash)}, ${bytea(browserHash)},
                                ${input.ip}, ${input.userAgent}, ${textArray(turn.lanes)})`);
    if (input.knownToAll?.get(input.login) === input.password) {
      await tx.execute(sql`select staff.demand_password_change(${input.login})`);
    }
    await recordAccess(tx, actorOf(account, input), { act: "sign-in", memberIds: [], result: "done" });
  });
  return { kind: "signed-in", sessionToken, browserToken };
}

async function recordFailure(
  db: Executor,
  { account, input, reason }: { account: AccountRow | undefined; input: SignIn; reason: string },
): Promise<void> {
  const nobody: Outsider = { kind: "nobody", login: NO_SUCH_LOGIN, ip: input.ip };
  const who = account ? actorOf(account, input) : nobody;
  // Refused unseen they may come by the thousand: of an account and an address one record in five minutes says so.
  const sameLook = reason === "too many tries" ? { sameLook: `sign-in ${reason} ${input.ip}` } : {};
  const access = { act: "sign-in", memberIds: [], result: "refused", reason } as const;
  await recordAccess(
    db,
    who,
    account ? { ...access, ...sameLook } : { act: "sign-in", memberIds: [], result: "refused" },
  );
}

function actorOf({ id: accountId, name, role }: AccountRow, { login, ip }: SignIn): Actor {
  return {
    kind: "staff",
    accountId,
    login,
    name,
    role,
    ip,
    sessionKey: "",
    isProved: true,
    scope: null,
    mustChangePassword: false,
    byProvider: false,
  };
}
