import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { staffAccessToken } from "#schema/staff-access-token";
import { staffAccount } from "#schema/staff-account";
import { staffSession } from "#schema/staff-session";
import type { Executor } from "../db.ts";
import type { Role } from "../vocabulary/roles.ts";
import type { Actor } from "./actor.ts";
import { hashSecretToken } from "./secret-token.ts";

/** A session ends after this long without use, and in any case after ABSOLUTE. */
const IDLE = sql`interval '15 minutes'`;
const ABSOLUTE = sql`interval '8 hours'`;
/** Use is written down at most this often: a page of ten queries is one write. */
const TOUCH_EVERY = sql`interval '1 minute'`;

const now = sql`clock_timestamp()`;
const person = { id: staffAccount.id, login: staffAccount.login, name: staffAccount.name, role: staffAccount.role };

/**
 * The person behind a session cookie's token; undefined when it is unknown, ended, expired, or its account disabled.
 * The role is read each time, so a change holds from the next request on.
 */
export async function findSessionActor(db: Executor, token: string, ip: string | null): Promise<Actor | undefined> {
  const hash = hashSecretToken(token);
  const [row] = await db
    .select({ ...person, stale: sql<boolean>`${staffSession.lastSeenAt} < ${now} - ${TOUCH_EVERY}` })
    .from(staffSession)
    .innerJoin(staffAccount, eq(staffAccount.id, staffSession.accountId))
    .where(
      and(
        eq(staffSession.tokenHash, hash),
        isNull(staffSession.endedAt),
        isNull(staffAccount.disabledAt),
        gt(staffSession.lastSeenAt, sql`${now} - ${IDLE}`),
        gt(staffSession.createdAt, sql`${now} - ${ABSOLUTE}`),
      ),
    );
  if (row?.stale) await db.update(staffSession).set({ lastSeenAt: now }).where(eq(staffSession.tokenHash, hash));
  return row && toActor(row, { ip, hash });
}

/** The person behind a personal access token; undefined when it is unknown, revoked, expired, or its account disabled. */
export async function findTokenActor(db: Executor, token: string, ip: string | null): Promise<Actor | undefined> {
  const hash = hashSecretToken(token);
  const [row] = await db
    .select(person)
    .from(staffAccessToken)
    .innerJoin(staffAccount, eq(staffAccount.id, staffAccessToken.accountId))
    .where(
      and(
        eq(staffAccessToken.tokenHash, hash),
        isNull(staffAccessToken.revokedAt),
        isNull(staffAccount.disabledAt),
        gt(staffAccessToken.expiresAt, now),
      ),
    );
  return row && toActor(row, { ip, hash });
}

function toActor(
  row: { id: string; login: string; name: string; role: Role },
  { ip, hash }: { ip: string | null; hash: Buffer },
): Actor {
  const { id: accountId, login, name, role } = row;
  return { kind: "staff", accountId, login, name, role, ip, sessionKey: hash.toString("base64url") };
}
