import { and, eq, isNull, sql } from "drizzle-orm";
import { member, memberSession } from "../../drizzle/schema/member.ts";
import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { ActContext } from "./act-context.ts";
import { lockMember } from "./lock-member.ts";

/**
 * Logs a member out on the device it acts on; raises `member.logged-out`. The status becomes logged-out with the last
 * open session.
 *
 * @throws DomainError "not-found" when there is no such member, "conflict" when it is not logged in on this device.
 */
export async function logOut(
  tx: Executor,
  raise: Raise,
  { memberId, context }: { memberId: string; context: ActContext },
): Promise<void> {
  const { status } = await lockMember(tx, memberId);
  const isOpen = and(eq(memberSession.memberId, memberId), isNull(memberSession.endedAt));
  const ended = await tx
    .update(memberSession)
    .set({ endedAt: sql`clock_timestamp()`, endedBecause: "logged-out" })
    .where(and(isOpen, eq(memberSession.deviceId, context.deviceId)))
    .returning({ id: memberSession.loginEventId });
  if (ended.length === 0) {
    throw new DomainError("conflict", `Member ${memberId} is not logged in on the device ${context.deviceId}.`, {
      field: "deviceId",
    });
  }
  const others = await tx.$count(memberSession, isOpen);
  if (others === 0) await tx.update(member).set({ status: "logged-out" }).where(eq(member.id, memberId));
  await raise({
    memberId,
    action: "member.logged-out",
    attributes: {
      session: { from: "open", to: "ended" },
      reason: { to: "by-member" },
      ...(others === 0 ? { status: { from: status, to: "logged-out" } } : {}),
    },
    context,
  });
}
