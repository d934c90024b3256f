import { and, eq, isNull, sql } from "drizzle-orm";
import { member, memberSession } from "../../drizzle/schema/member.ts";
import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { ActContext } from "./act-context.ts";
import { lockMember } from "./lock-member.ts";

/**
 * Logs a member in: the status becomes logged-in and the device has a session; raises `member.logged-in`. What else a
 * log-in brings about, such as the end of sessions elsewhere, is the affair of policies.
 *
 * @returns the id of the log-in's event, which is also its session's.
 * @throws DomainError "not-found" when there is no such member, "conflict" when it is dormant, suspended or withdrawn.
 */
export async function logIn(
  tx: Executor,
  raise: Raise,
  { memberId, context }: { memberId: string; context: ActContext },
): Promise<string> {
  const { status, membership } = await lockMember(tx, memberId);
  if (membership !== "active" && membership !== "withdrawal-requested") {
    throw new DomainError(
      "conflict",
      `Member ${memberId} is ${membership} and cannot log in before it is active again.`,
      {
        field: "memberId",
      },
    );
  }
  await tx.update(member).set({ status: "logged-in" }).where(eq(member.id, memberId));
  const loginEventId = await raise({
    memberId,
    action: "member.logged-in",
    attributes: { status: { from: status, to: "logged-in" } },
    context,
  });
  const { deviceId, ip } = context;
  const isOpenHere = and(
    eq(memberSession.memberId, memberId),
    eq(memberSession.deviceId, deviceId),
    isNull(memberSession.endedAt),
  );
  await tx
    .update(memberSession)
    .set({ endedAt: sql`clock_timestamp()`, endedBecause: "logged-in-again" })
    .where(isOpenHere);
  await tx.insert(memberSession).values({ loginEventId, memberId, deviceId, ip });
  return loginEventId;
}
