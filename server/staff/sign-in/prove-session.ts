import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { bytea, textArray } from "../../sql-values.ts";
import type { Actor } from "../actor.ts";
import { verifyPassword } from "../password.ts";
import { actRecorded, type Recorded } from "../recorded.ts";
import { hashSecretToken } from "../secret-token.ts";
import { takeProofTurn } from "./sign-in-turn.ts";

export const proveSessionSchema = z
  .object({
    password: z
      .string()
      .min(1)
      .max(200)
      .regex(/^[^\0]*$/),
  })
  .strict();

/**
 * Shows by the password that the person of the session is still there: what needs a fresh proof is open for `proof-minutes`.
 *
 * @throws DomainError "bad-input" for a wrong password, which is recorded, and for who has no session; "conflict" for who has it
 *   no more; "too-many" after several wrong ones, with the seconds to wait.
 */
export async function proveSession(
  db: Executor,
  actor: Actor,
  { password, token }: { password: string; token: string | undefined },
): Promise<Recorded<Record<string, never>>> {
  if (token === undefined) {
    throw new DomainError(
      "bad-input",
      "A personal access token needs no further proof: only a session is proved again.",
    );
  }
  const { right, lanes } = await checkOwnPassword(db, actor, password);
  return actRecorded(db, actor, async (tx) => {
    const access = { act: "session.prove", memberIds: [] };
    const refusal = new DomainError("bad-input", "The password is wrong. Try again.", { field: "password" });
    if (!right) return { ...access, refusal };
    const [proof] = await tx.execute<{ is_proved: boolean }>(sql`
      select staff.prove_session(${bytea(hashSecretToken(token))}, ${textArray(lanes)}) as is_proved`);
    if (!proof?.is_proved)
      return { ...access, refusal: new DomainError("conflict", "This session has ended meanwhile. Sign in again.") };
    return { ...access, answer: {} };
  });
}

/**
 * Whether it is the password of whoever asks, whose wrong tries are counted and wait longer and longer.
 *
 * @returns also the lanes that the try counts in, for `staff.prove_session` to forgive.
 * @throws DomainError "too-many" when the next try has to wait too long.
 */
export async function checkOwnPassword(
  db: Executor,
  actor: Actor,
  password: string,
): Promise<{ right: boolean; lanes: readonly string[] }> {
  const [account] = await db.execute<{ password_hash: string }>(sql`
    select f.password_hash from staff.find_sign_in(${actor.login}, null) f where f.account_id = ${actor.accountId}::uuid`);
  const turn = await takeProofTurn(db, actor.sessionKey);
  if ("waitSeconds" in turn) {
    const message = `The password was wrong several times. Try again in ${turn.waitSeconds} seconds, or ask an admin for a new one.`;
    throw new DomainError("too-many", message);
  }
  await wait(turn.waitMs);
  const right = account !== undefined && (await verifyPassword(password, account.password_hash, actor.sessionKey));
  return { right, lanes: turn.lanes };
}
