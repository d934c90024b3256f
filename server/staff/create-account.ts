import { z } from "zod";
import { staffAccount } from "#schema/staff-account";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { roles } from "../vocabulary/roles.ts";
import type { Actor, Outsider } from "./actor.ts";
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
 * Makes a local staff account, and the record of it.
 *
 * @param by who makes it.
 * @throws DomainError "conflict" when the login is taken.
 */
export async function createAccount(
  db: Executor,
  by: Actor | Outsider,
  input: z.infer<typeof newAccountSchema>,
): Promise<Recorded<{ id: string }>> {
  const { login, name, role, password } = newAccountSchema.parse(input);
  const passwordHash = await hashPassword(password);
  return actRecorded(db, by, async (tx) => {
    const [answer] = await tx
      .insert(staffAccount)
      .values({ login, name, role, passwordHash })
      .onConflictDoNothing({ target: staffAccount.login })
      .returning({ id: staffAccount.id });
    if (!answer)
      throw new DomainError("conflict", `The login "${login}" is taken. Choose another.`, { field: "login" });
    return { act: "account.create", memberIds: [], what: { login, role }, answer };
  });
}
