import { sql } from "drizzle-orm";
import type { z } from "zod";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import type { changePasswordSchema, OwnSession } from "../../vocabulary/staff/settings.ts";
import type { Actor } from "../actor.ts";
import { hashPassword } from "../password.ts";
import { actRecorded, type Recorded } from "../recorded.ts";
import { requireWholeAccount } from "../require-permission.ts";
import { checkOwnPassword } from "../sign-in/prove-session.ts";
import { actingHash } from "./acting-hash.ts";

/** The open sessions of whoever asks, the one used last first. */
export async function listSessions(db: Executor, actor: Actor): Promise<{ sessions: OwnSession[] }> {
  const sessions = await db.execute<OwnSession>(sql`
    select s.id, ${isoTime(sql`s.created_at`)} as "createdAt", ${isoTime(sql`s.last_seen_at`)} as "lastSeenAt", s.ip, s.user_agent as "userAgent", s.here
      from staff.list_sessions(${actingHash(actor)}) s`);
  return { sessions: [...sessions] };
}

/**
 * Ends one of one's own sessions, or all but the one that asks.
 *
 * @throws DomainError "not-found" when the named one is not open or another's; "forbidden" by a token with a scope.
 */
export async function endSession(
  db: Executor,
  actor: Actor,
  { sessionId }: { sessionId?: string | undefined },
): Promise<Recorded<{ ended: number }>> {
  requireWholeAccount(actor);
  return actRecorded(db, actor, async (tx) => {
    const { sessions } = await listSessions(tx, actor);
    const wanted = sessions.filter(({ id, here }) => (sessionId === undefined ? !here : id === sessionId));
    const access = { act: "session.end", memberIds: [], what: { sessions: wanted.length } };
    if (sessionId !== undefined && wanted.length === 0) {
      const refusal = new DomainError("not-found", "This session is over already. Look at the list again.");
      return { ...access, refusal };
    }
    for (const { id } of wanted) await tx.execute(sql`select staff.end_own_session(${actingHash(actor)}, ${id}::uuid)`);
    return { ...access, answer: { ended: wanted.length } };
  });
}

/**
 * Gives whoever asks another password; their other sessions end. Counts wrong tries like a proof.
 *
 * @returns how many sessions ended.
 * @throws DomainError "bad-input" when the old password is wrong or the new one is the same; "too-many" after several wrong ones.
 */
export async function changePassword(
  db: Executor,
  actor: Actor,
  { password, newPassword }: z.infer<typeof changePasswordSchema>,
): Promise<Recorded<{ endedSessions: number }>> {
  const { right } = await checkOwnPassword(db, actor, password);
  const newHash = await hashPassword(newPassword);
  return actRecorded(db, actor, async (tx) => {
    const access = { act: "password.change", memberIds: [] };
    if (!right) {
      return { ...access, refusal: new DomainError("bad-input", "The old password is wrong.", { field: "password" }) };
    }
    if (newPassword.normalize("NFKC") === password.normalize("NFKC")) {
      const message = "The new password is the old one. Choose another.";
      return { ...access, refusal: new DomainError("bad-input", message, { field: "newPassword" }) };
    }
    const [done] = await tx.execute<{ ended: number }>(sql`
      select staff.change_own_password(${actingHash(actor)}, ${newHash}) as ended`);
    return { ...access, answer: { endedSessions: done?.ended ?? 0 } };
  });
}
