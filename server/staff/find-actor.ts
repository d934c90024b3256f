import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { bytea } from "../sql-values.ts";
import { permissions, type Role } from "../vocabulary/roles.ts";
import type { Actor } from "./actor.ts";
import { hashSecretToken } from "./secret-token.ts";

/**
 * The person behind a session cookie's token; undefined when it is unknown, ended, expired, or its account disabled.
 * The role is read each time, so a change holds from the next request on.
 *
 * @param acts whether a person does something by this request: only that keeps the session alive, not what a page asks by itself.
 */
export async function findSessionActor(
  db: Executor,
  token: string,
  { ip, acts }: { ip: string | null; acts: boolean },
): Promise<Actor | undefined> {
  const hash = hashSecretToken(token);
  const [row] = await db.execute<Person & { proved: boolean; must_change_password: boolean; by_provider: boolean }>(sql`
    select f.account_id, f.login, f.name, f.role, f.proved, f.must_change_password, f.by_provider from staff.find_session(${bytea(hash)}, ${acts}) f`);
  return (
    row && {
      ...personOf(row, { ip, hash }),
      isProved: row.proved,
      scope: null,
      mustChangePassword: row.must_change_password,
      byProvider: row.by_provider,
    }
  );
}

/**
 * The person behind a personal access token; undefined when it is unknown, revoked, expired, its account disabled, or the
 * account's password to be changed first.
 */
export async function findTokenActor(db: Executor, token: string, ip: string | null): Promise<Actor | undefined> {
  const hash = hashSecretToken(token);
  const [row] = await db.execute<Person & { scope: string[] | null }>(sql`
    select f.account_id, f.login, f.name, f.role, f.scope from staff.find_token(${bytea(hash)}) f`);
  if (!row) return undefined;
  const scope = row.scope === null ? null : permissions.filter((one) => row.scope?.includes(one));
  return { ...personOf(row, { ip, hash }), isProved: true, scope, mustChangePassword: false, byProvider: false };
}

type Person = { account_id: string; login: string; name: string; role: Role };

function personOf(
  { account_id: accountId, login, name, role }: Person,
  { ip, hash }: { ip: string | null; hash: Buffer },
) {
  return { kind: "staff", accountId, login, name, role, ip, sessionKey: hash.toString("base64url") } as const;
}
