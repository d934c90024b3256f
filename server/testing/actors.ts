import { createHash } from "node:crypto";
import type { Sql } from "postgres";
import type { Actor } from "../staff/actor.ts";
import type { Role } from "../vocabulary/roles.ts";

/** The password of every actor, hashed as cheaply as can be. */
export const TEST_PASSWORD = "a test password";
const TEST_HASH = "argon2id$8$1$1$c2l4dGVlbiBieXRlcyBvaw==$fH8eUQY2R/PqJuVi3hUcHJnjtYdODPurXz9wXLABmyo=";

/** An account row of that role with a session, and the actor it makes. */
export async function makeActor(owner: Sql, role: Role): Promise<Actor> {
  const login = `${role}-${Math.random().toString(36).slice(2, 10)}`;
  const hash = createHash("sha256").update(login).digest();
  const [row] = await owner<{ id: string }[]>`
    with a as (insert into staff.account (login, name, role, password_hash) values (${login}, ${`Test ${role}`}, ${role}, ${TEST_HASH}) returning id)
    insert into staff.session (token_hash, account_id) select ${hash}, id from a returning account_id as id`;
  if (!row) throw new Error("no account was made");
  const person = { kind: "staff", accountId: row.id, login, name: `Test ${role}`, role, ip: "127.0.0.1" } as const;
  const sessionKey = hash.toString("base64url");
  return { ...person, sessionKey, isProved: true, scope: null, mustChangePassword: false, byProvider: false };
}
