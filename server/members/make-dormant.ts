import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import type { OfficeContext } from "./act-context.ts";
import { changeMembership } from "./change-membership.ts";
import { endSessions } from "./end-sessions.ts";

/**
 * Puts a member to rest who was not seen for long, and ends its sessions; raises `member.made-dormant`.
 *
 * @throws DomainError "not-found" when there is no such member, "conflict" when it is not active.
 */
export async function makeDormant(
  tx: Executor,
  raise: Raise,
  { memberId, context }: { memberId: string; context: OfficeContext },
): Promise<void> {
  const { locked, membership } = await changeMembership(tx, { memberId, from: ["active"], to: "dormant" });
  const { status } = await endSessions(tx, { locked, because: "made-dormant" });
  await raise({
    memberId,
    action: "member.made-dormant",
    attributes: { membership, ...status },
    context,
  });
}
