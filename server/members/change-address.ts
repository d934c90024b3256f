import { eq } from "drizzle-orm";
import { member } from "../../drizzle/schema/member.ts";
import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { ActContext } from "./act-context.ts";
import { lockMember } from "./lock-member.ts";

/**
 * Gives a member another postal address; raises `address.changed`.
 *
 * @throws DomainError "not-found" when there is no such member, "conflict" when it is the one it has, and what the event
 *   storage refuses.
 */
export async function changeAddress(
  tx: Executor,
  raise: Raise,
  { memberId, address, context }: { memberId: string; address: string; context: ActContext },
): Promise<void> {
  const { address: previous } = await lockMember(tx, memberId);
  if (previous === address) {
    throw new DomainError("conflict", `Member ${memberId} has this address already. Give another one.`, {
      field: "address",
    });
  }
  await tx.update(member).set({ address: address }).where(eq(member.id, memberId));
  await raise({
    memberId,
    action: "address.changed",
    attributes: { address: { from: previous, to: address } },
    context,
  });
}
