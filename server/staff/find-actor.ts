import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { staffAccessToken } from "#schema/staff-access-token";
import { staffAccount } from "#schema/staff-account";
import type { Executor } from "../db.ts";
import { bytea } from "../sql-values.ts";
import type { Role } from "../vocabulary/roles.ts";
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
  const [row] = await db.execute<Person & { proved: boolean }>(sql`
    select f.account_id as id, f.login, f.name, f.role, f.proved
      from staff.find_session(${bytea(hash)}, ${acts}) f`);
  return row && toActor(row, { ip, hash, isProved: row.proved });
}

/** The person behind a personal access token; undefined when it is unknown, revoked, expired, or its account disabled. */
export async function findTokenActor(db: Executor, token: string, ip: string | null): Promise<Actor | undefined> {
  const hash = hashSecretToken(token);
  const [row] = await db
    .select({ id: staffAccount.id, login: staffAccount.login, name: staffAccount.name, role: staffAccount.role })
    .from(staffAccessToken)
    .innerJoin(staffAccount, eq(staffAccount.id, staffAccessToken.accountId))
    .where(
      and(
        eq(staffAccessToken.tokenHash, hash),
        isNull(staffAccessToken.revokedAt),
        isNull(staffAccount.disabledAt),
        gt(staffAccessToken.expiresAt, sql`clock_timestamp()`),
      ),
    );
  return row && toActor(row, { ip, hash, isProved: true });
}

type Person = { id: string; login: string; name: string; role: Role };

function toActor(
  { id: accountId, login, name, role }: Person,
  { ip, hash, isProved }: { ip: string | null; hash: Buffer; isProved: boolean },
): Actor {
  return { kind: "staff", accountId, login, name, role, ip, sessionKey: hash.toString("base64url"), isProved };
}
