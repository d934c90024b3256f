import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import type { ActContext } from "./act-context.ts";
import { changeMembership } from "./change-membership.ts";

/**
 * Brings a dormant member back, by its own wish; raises `member.restored`.
 *
 * @throws DomainError "not-found" when there is no such member, "conflict" when it is not dormant.
 */
export async function restoreMember(
  tx: Executor,
  raise: Raise,
  { memberId, context }: { memberId: string; context: ActContext },
): Promise<void> {
  const { membership } = await changeMembership(tx, { memberId, from: ["dormant"], to: "active" });
  await raise({
    memberId,
    action: "member.restored",
    attributes: { membership },
    context,
  });
}
