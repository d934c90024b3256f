import { eq } from "drizzle-orm";
import { member } from "../../drizzle/schema/member.ts";
import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { ActContext } from "./act-context.ts";
import { lockMember } from "./lock-member.ts";

/**
 * Gives a member another e-mail address, compared as it is written; raises `email.changed`.
 *
 * @throws DomainError "not-found" when there is no such member, "conflict" when it is the one it has, and what the event
 *   storage refuses.
 */
export async function changeEmail(
  tx: Executor,
  raise: Raise,
  { memberId, email, context }: { memberId: string; email: string; context: ActContext },
): Promise<void> {
  const { email: previous } = await lockMember(tx, memberId);
  if (previous === email) {
    throw new DomainError("conflict", `Member ${memberId} has this e-mail address already. Give another one.`, {
      field: "email",
    });
  }
  await tx.update(member).set({ email: email }).where(eq(member.id, memberId));
  await raise({
    memberId,
    action: "email.changed",
    attributes: { emailAddress: { from: previous, to: email } },
    context,
  });
}
