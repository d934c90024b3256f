import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import type { OfficeContext } from "./act-context.ts";
import { changeMembership } from "./change-membership.ts";
import { endSessions } from "./end-sessions.ts";
import { lockMember } from "./lock-member.ts";
import { settleWithdrawal } from "./settle-withdrawal.ts";

/**
 * Carries a waiting withdrawal out and ends all sessions; raises `withdrawal.completed` in the story of its request.
 *
 * @returns false, and nothing is done, when that withdrawal does not wait any more, or the member was suspended since.
 * @throws DomainError "not-found" when there is no such member.
 */
export async function completeWithdrawal(
  tx: Executor,
  raise: Raise,
  given: { memberId: string; requestEventId: string; context: OfficeContext },
): Promise<boolean> {
  const { memberId, requestEventId, context } = given;
  const { membership: standing } = await lockMember(tx, memberId);
  if (standing !== "withdrawal-requested") return false;
  if ((await settleWithdrawal(tx, { memberId, requestEventId, state: "completed" })) === null) return false;
  const from = ["withdrawal-requested"] as const;
  const { locked, membership } = await changeMembership(tx, { memberId, from, to: "withdrawn" });
  const { status } = await endSessions(tx, { locked, because: "withdrawn" });
  await raise({
    memberId,
    action: "withdrawal.completed",
    attributes: { membership, ...status },
    context,
    correlationId: requestEventId,
    causationId: requestEventId,
  });
  return true;
}
