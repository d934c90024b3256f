import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { roles } from "../vocabulary/roles.ts";
import type { Outsider } from "./actor.ts";
import { hashPassword } from "./password.ts";
import { actRecorded, type Recorded } from "./recorded.ts";

/** A new account: the password has at least 12 characters (NIST 800-63B asks for length, not for kinds of characters). */
export const newAccountSchema = z.object({
  login: z.string().trim().min(1).max(100),
  name: z.string().trim().min(1).max(100),
  role: z.enum(roles),
  password: z.string().min(12, "must have at least 12 characters").max(200),
});

/**
 * Makes a local staff account for somebody at the host, and the record of it.
 *
 * @param by who makes it.
 * @throws DomainError "conflict" when the login is taken.
 */
export async function createAccount(
  db: Executor,
  by: Outsider,
  input: z.infer<typeof newAccountSchema>,
): Promise<Recorded<{ id: string }>> {
  const { login, name, role, password } = newAccountSchema.parse(input);
  const passwordHash = await hashPassword(password);
  return actRecorded(db, by, async (tx) => {
    const [made] = await tx.execute<{ id: string | null }>(sql`
      select staff.create_account(null, ${by.login}, ${login}, ${name}, ${role}, ${passwordHash}, false) as id`);
    if (!made?.id) throw loginTaken(login);
    return { act: "account.create", memberIds: [], what: { login, role }, answer: { id: made.id } };
  });
}

/** What is said of a login that somebody has. */
export function loginTaken(login: string): DomainError {
  return new DomainError("conflict", `The login "${login}" is taken. Choose another.`, { field: "login" });
}
