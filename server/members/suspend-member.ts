import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import type { OfficeContext } from "./act-context.ts";
import { changeMembership } from "./change-membership.ts";
import { endSessions } from "./end-sessions.ts";
import { settleWithdrawal } from "./settle-withdrawal.ts";

/** Why a member is suspended or sanctioned. */
export type SuspensionReason = "fraud-suspected" | "account-takeover" | "terms-violated";

/**
 * Suspends a member and ends its sessions; a withdrawal that waits is off. Raises `member.suspended`.
 *
 * @throws DomainError "not-found" when there is no such member, "conflict" when it is not active, dormant or about to withdraw.
 */
export async function suspendMember(
  tx: Executor,
  raise: Raise,
  { memberId, reason, context }: { memberId: string; reason: SuspensionReason; context: OfficeContext },
): Promise<void> {
  const { locked, membership } = await changeMembership(tx, {
    memberId,
    from: ["active", "dormant", "withdrawal-requested"],
    to: "suspended",
  });
  await settleWithdrawal(tx, { memberId, state: "taken-back" });
  const { status } = await endSessions(tx, { locked, because: "suspended" });
  await raise({
    memberId,
    action: "member.suspended",
    attributes: { membership, ...status, reason: { to: reason } },
    context,
  });
}
