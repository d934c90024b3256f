import { eq } from "drizzle-orm";
import { member } from "../../drizzle/schema/member.ts";
import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { ActContext } from "./act-context.ts";
import { lockMember } from "./lock-member.ts";

/**
 * Gives a member another phone number; raises `phone-number.changed`.
 *
 * @throws DomainError "not-found" when there is no such member, "conflict" when it has this very number, and what the
 *   event storage refuses: a text that is no phone number.
 */
export async function changePhoneNumber(
  tx: Executor,
  raise: Raise,
  { memberId, phone, context }: { memberId: string; phone: string; context: ActContext },
): Promise<void> {
  const { phone: previous } = await lockMember(tx, memberId);
  if (previous === phone) {
    throw new DomainError("conflict", `Member ${memberId} has this phone number already. Give another one.`, {
      field: "phone",
    });
  }
  await tx.update(member).set({ phone }).where(eq(member.id, memberId));
  await raise({
    memberId,
    action: "phone-number.changed",
    attributes: { phoneNumber: { from: previous, to: phone } },
    context,
  });
}
