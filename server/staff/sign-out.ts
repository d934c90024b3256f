import { and, eq, isNull, sql } from "drizzle-orm";
import { staffSession } from "#schema/staff-session";
import type { Executor } from "../db.ts";
import type { Actor } from "./actor.ts";
import { actRecorded, type Recorded } from "./recorded.ts";
import { hashSecretToken } from "./secret-token.ts";

/** Ends the session of this token at once; who asks without a session, by a personal access token, ends nothing. */
export async function signOut(
  db: Executor,
  actor: Actor,
  token: string | undefined,
): Promise<Recorded<Record<string, never>>> {
  return actRecorded(db, actor, async (tx) => {
    if (token === undefined) return { unchanged: {} };
    await tx
      .update(staffSession)
      .set({ endedAt: sql`clock_timestamp()` })
      .where(and(eq(staffSession.tokenHash, hashSecretToken(token)), isNull(staffSession.endedAt)));
    return { act: "sign-out", memberIds: [], answer: {} };
  });
}
