import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { ActContext, OfficeContext } from "./act-context.ts";
import { changeMembership } from "./change-membership.ts";
import { lockMember } from "./lock-member.ts";
import { settleWithdrawal } from "./settle-withdrawal.ts";

/** Whose wish it is: the member's own, or that of somebody who objected, with the event of the objection. */
export type TakingBack =
  | { reason: "by-member"; context: ActContext }
  | { reason: "objection"; requestEventId: string; objectionEventId: string; context: OfficeContext };

/**
 * Takes a waiting withdrawal back, so that the member is active again; raises `withdrawal.taken-back` in the story of its
 * request. Systems that have let the member go already hear of it like everybody else.
 *
 * @returns false, and nothing is done, when an objection comes after the withdrawal has ended.
 * @throws DomainError "not-found" when there is no such member, "conflict" when the member itself has none that waits.
 */
export async function takeBackWithdrawal(
  tx: Executor,
  raise: Raise,
  given: { memberId: string } & TakingBack,
): Promise<boolean> {
  const { memberId, reason, context } = given;
  const { membership: standing } = await lockMember(tx, memberId);
  const named = given.reason === "objection" ? { requestEventId: given.requestEventId } : {};
  const isOpen = standing === "withdrawal-requested";
  const requestEventId = isOpen ? await settleWithdrawal(tx, { memberId, ...named, state: "taken-back" }) : null;
  if (requestEventId === null) {
    if (reason === "objection") return false;
    throw new DomainError("conflict", `Member ${memberId} has asked for no withdrawal that could be taken back.`, {
      field: "memberId",
    });
  }
  const from = ["withdrawal-requested"] as const;
  const { membership } = await changeMembership(tx, { memberId, from, to: "active" });
  await raise({
    memberId,
    action: "withdrawal.taken-back",
    attributes: { membership, reason: { to: reason } },
    context,
    correlationId: requestEventId,
    causationId: given.reason === "objection" ? given.objectionEventId : requestEventId,
  });
  return true;
}
