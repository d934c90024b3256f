import { z } from "zod";
import { staffAccount } from "#schema/staff-account";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { roles } from "../vocabulary/roles.ts";
import { hashPassword } from "./password.ts";

/** A new account: the password has at least 12 characters (NIST 800-63B asks for length, not for kinds of characters). */
export const newAccountSchema = z.object({
  login: z.string().trim().min(1).max(100),
  name: z.string().trim().min(1).max(100),
  role: z.enum(roles),
  password: z.string().min(12, "must have at least 12 characters").max(200),
});

/**
 * Makes a local staff account.
 *
 * @returns its id.
 * @throws DomainError "conflict" when the login is taken.
 */
export async function createAccount(db: Executor, input: z.infer<typeof newAccountSchema>): Promise<string> {
  const { login, name, role, password } = newAccountSchema.parse(input);
  const [row] = await db
    .insert(staffAccount)
    .values({ login, name, role, passwordHash: await hashPassword(password) })
    .onConflictDoNothing({ target: staffAccount.login })
    .returning({ id: staffAccount.id });
  if (!row) throw new DomainError("conflict", `The login "${login}" is taken. Choose another.`, { field: "login" });
  return row.id;
}
