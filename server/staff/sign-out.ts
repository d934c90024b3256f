import { and, eq, isNull, sql } from "drizzle-orm";
import { staffSession } from "#schema/staff-session";
import type { Executor } from "../db.ts";
import type { Actor } from "./actor.ts";
import { recordAccess } from "./record-access.ts";
import { hashSecretToken } from "./secret-token.ts";

/** Ends the session of this token at once; a token that has none is left alone. */
export async function signOut(db: Executor, actor: Actor, token: string): Promise<void> {
  await db
    .update(staffSession)
    .set({ endedAt: sql`clock_timestamp()` })
    .where(and(eq(staffSession.tokenHash, hashSecretToken(token)), isNull(staffSession.endedAt)));
  await recordAccess(db, actor, { act: "sign-out", memberIds: [], result: "done" });
}
