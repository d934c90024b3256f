import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { bytea } from "../sql-values.ts";
import type { Outsider } from "./actor.ts";
import { actRecorded, type Recorded } from "./recorded.ts";
import { hashSecretToken, newSecretToken } from "./secret-token.ts";

/**
 * Makes somebody's personal access token for the command line, by somebody at the host, and the record of it. It may what its owner's role may, and ends with the account.
 *
 * @param by who makes it.
 * @param days how long it is valid, 1 to 365.
 * @returns the token, which cannot be shown again, and the end of its life as ISO 8601.
 * @throws DomainError "not-found" when no enabled account has the login.
 */
export async function createAccessToken(
  db: Executor,
  by: Outsider,
  { login, name, days }: { login: string; name: string; days: number },
): Promise<Recorded<{ token: string; expiresAt: string }>> {
  if (!Number.isInteger(days) || days < 1 || days > 365) {
    throw new DomainError("bad-input", "days must be a whole number from 1 to 365.", { field: "days" });
  }
  const token = newSecretToken("msp");
  return actRecorded(db, by, async (tx) => {
    const [row] = await tx.execute<{ ends: string | null }>(sql`
      select to_char(staff.create_token(null, ${by.login}, ${login}, ${bytea(hashSecretToken(token))}, ${name}, null, ${days})
                     at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as ends`);
    const access = { act: "token.create", memberIds: [], what: { login, name, days } };
    if (row?.ends) return { ...access, answer: { token, expiresAt: row.ends } };
    const message = `There is no enabled account with the login "${login}".`;
    return { ...access, refusal: new DomainError("not-found", message, { field: "login" }) };
  });
}
