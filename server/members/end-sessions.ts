import { and, eq, isNull, sql } from "drizzle-orm";
import { member, memberSession } from "../../drizzle/schema/member.ts";
import type { Executor } from "../db.ts";
import type { Change } from "../vocabulary/member-event.ts";

type Ending = {
  locked: Pick<typeof member.$inferSelect, "id" | "status">;
  because: Exclude<(typeof memberSession.$inferSelect)["endedBecause"], null>;
  /** Only the session on this device; left out, all. */
  deviceId?: string;
};

/**
 * Ends open sessions of a member; with the last one the status becomes logged-out.
 *
 * @param locked the member's row, held by the caller.
 * @returns how many ended, and the change of the status as the caller's event tells it: nothing when it stays.
 */
export async function endSessions(
  tx: Executor,
  { locked, because, deviceId }: Ending,
): Promise<{ ended: number; status: { status?: Change } }> {
  const isOpen = and(eq(memberSession.memberId, locked.id), isNull(memberSession.endedAt));
  const ended = await tx
    .update(memberSession)
    .set({ endedAt: sql`clock_timestamp()`, endedBecause: because })
    .where(deviceId === undefined ? isOpen : and(isOpen, eq(memberSession.deviceId, deviceId)))
    .returning({ id: memberSession.loginEventId });
  const others = deviceId === undefined ? 0 : await tx.$count(memberSession, isOpen);
  if (locked.status === "logged-out" || others > 0) return { ended: ended.length, status: {} };
  if (ended.length === 0 && deviceId !== undefined) return { ended: 0, status: {} };
  await tx.update(member).set({ status: "logged-out" }).where(eq(member.id, locked.id));
  return { ended: ended.length, status: { status: { from: locked.status, to: "logged-out" } } };
}
