import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import type { Actor } from "./actor.ts";
import { recordAccess } from "./record-access.ts";
import { hashSecretToken } from "./secret-token.ts";

/** Ends the session of this token at once; a token that has none is left alone. */
export async function signOut(db: Executor, actor: Actor, token: string): Promise<void> {
  await db.execute(sql`
    update staff.session set ended_at = clock_timestamp() where token_hash = ${hashSecretToken(token)} and ended_at is null`);
  await recordAccess(db, actor, { act: "sign-out", memberIds: [], result: "done" });
}
