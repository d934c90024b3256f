import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import type { Role } from "../vocabulary/roles.ts";
import type { Actor } from "./actor.ts";
import { hashSecretToken } from "./secret-token.ts";

/** A session ends after this long without use, and in any case after ABSOLUTE. */
const IDLE = sql`interval '15 minutes'`;
const ABSOLUTE = sql`interval '8 hours'`;
/** Use is written down at most this often: a page of ten queries is one write. */
const TOUCH_EVERY = sql`interval '1 minute'`;

type ActorRow = { id: string; login: string; name: string; role: Role };

/**
 * The person behind a session cookie's token; undefined when it is unknown, ended, expired, or its account disabled.
 * The role is read each time, so a change holds from the next request on.
 */
export async function findSessionActor(db: Executor, token: string, ip: string | null): Promise<Actor | undefined> {
  const hash = hashSecretToken(token);
  const [row] = await db.execute<ActorRow & { stale: boolean }>(sql`
    select a.id, a.login, a.name, a.role, s.last_seen_at < clock_timestamp() - ${TOUCH_EVERY} stale
      from staff.session s join staff.account a on a.id = s.account_id
     where s.token_hash = ${hash} and s.ended_at is null and a.disabled_at is null
       and s.last_seen_at > clock_timestamp() - ${IDLE} and s.created_at > clock_timestamp() - ${ABSOLUTE}`);
  if (row?.stale)
    await db.execute(sql`update staff.session set last_seen_at = clock_timestamp() where token_hash = ${hash}`);
  return row && toActor(row, ip);
}

/** The person behind a personal access token; undefined when it is unknown, revoked, expired, or its account disabled. */
export async function findTokenActor(db: Executor, token: string, ip: string | null): Promise<Actor | undefined> {
  const [row] = await db.execute<ActorRow>(sql`
    select a.id, a.login, a.name, a.role from staff.access_token t join staff.account a on a.id = t.account_id
     where t.token_hash = ${hashSecretToken(token)} and t.revoked_at is null and t.expires_at > clock_timestamp() and a.disabled_at is null`);
  return row && toActor(row, ip);
}

function toActor(row: ActorRow, ip: string | null): Actor {
  return { kind: "staff", accountId: row.id, login: row.login, name: row.name, role: row.role, ip };
}
