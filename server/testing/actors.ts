import type { Sql } from "postgres";
import type { Actor } from "../staff/actor.ts";
import type { Role } from "../vocabulary/roles.ts";

/** The password of every actor, hashed as cheaply as can be. */
export const TEST_PASSWORD = "a test password";
const TEST_HASH = "argon2id$8$1$1$c2l4dGVlbiBieXRlcyBvaw==$fH8eUQY2R/PqJuVi3hUcHJnjtYdODPurXz9wXLABmyo=";

/** An account row of that role, and the actor it makes. */
export async function makeActor(owner: Sql, role: Role): Promise<Actor> {
  const login = `${role}-${Math.random().toString(36).slice(2, 10)}`;
  const [row] = await owner<{ id: string }[]>`
    insert into staff.account (login, name, role, password_hash) values (${login}, ${`Test ${role}`}, ${role}, ${TEST_HASH}) returning id`;
  if (!row) throw new Error("no account was made");
  return {
    kind: "staff",
    accountId: row.id,
    login,
    name: `Test ${role}`,
    role,
    ip: "127.0.0.1",
    sessionKey: login,
    isProved: true,
  };
}
