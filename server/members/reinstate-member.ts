import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import type { OfficeContext } from "./act-context.ts";
import { changeMembership } from "./change-membership.ts";

/**
 * Ends a suspension; raises `member.reinstated`.
 *
 * @throws DomainError "not-found" when there is no such member, "conflict" when it is not suspended.
 */
export async function reinstateMember(
  tx: Executor,
  raise: Raise,
  { memberId, context }: { memberId: string; context: OfficeContext },
): Promise<void> {
  const { membership } = await changeMembership(tx, { memberId, from: ["suspended"], to: "active" });
  await raise({
    memberId,
    action: "member.reinstated",
    attributes: { membership },
    context,
  });
}
