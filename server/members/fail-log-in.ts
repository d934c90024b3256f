import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import { NO_MEMBER } from "../vocabulary/member-event.ts";
import type { ActContext } from "./act-context.ts";
import { lockMember } from "./lock-member.ts";

/**
 * Records that a log-in failed; raises `member.login-failed` and changes nothing.
 *
 * @param memberId null when what was typed belongs to no account: the event then belongs to the member `unknown`. What
 *   was typed is stored nowhere, since it may be somebody's password or e-mail address.
 * @throws DomainError "not-found" when there is no such member.
 */
export async function failLogIn(
  tx: Executor,
  raise: Raise,
  { memberId, context }: { memberId: string | null; context: ActContext },
): Promise<void> {
  if (memberId !== null) await lockMember(tx, memberId);
  await raise({
    memberId: memberId ?? NO_MEMBER,
    action: "member.login-failed",
    attributes: { reason: { to: memberId === null ? "unknown-account" : "wrong-password" } },
    context,
  });
}
