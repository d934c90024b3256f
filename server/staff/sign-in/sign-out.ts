import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { bytea } from "../../sql-values.ts";
import type { Actor } from "../actor.ts";
import { actRecorded, type Recorded } from "../recorded.ts";
import { hashSecretToken } from "../secret-token.ts";

/** Ends the session of this token at once; who asks without a session, by a personal access token, ends nothing. */
export async function signOut(
  db: Executor,
  actor: Actor,
  token: string | undefined,
): Promise<Recorded<Record<string, never>>> {
  return actRecorded(db, actor, async (tx) => {
    if (token === undefined) return { unchanged: {} };
    await tx.execute(sql`select staff.end_session(${bytea(hashSecretToken(token))})`);
    return { act: "sign-out", memberIds: [], answer: {} };
  });
}
