import { eq } from "drizzle-orm";
import { member } from "../../drizzle/schema/member.ts";
import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { ActContext } from "./act-context.ts";
import { lockMember } from "./lock-member.ts";

/**
 * Gives a member another name; raises `name.changed`.
 *
 * @throws DomainError "not-found" when there is no such member, "conflict" when it is the one it has, and what the event
 *   storage refuses.
 */
export async function changeName(
  tx: Executor,
  raise: Raise,
  { memberId, name, context }: { memberId: string; name: string; context: ActContext },
): Promise<void> {
  const { name: previous } = await lockMember(tx, memberId);
  if (previous === name) {
    throw new DomainError("conflict", `Member ${memberId} has this name already. Give another one.`, {
      field: "name",
    });
  }
  await tx.update(member).set({ name: name }).where(eq(member.id, memberId));
  await raise({ memberId, action: "name.changed", attributes: { name: { from: previous, to: name } }, context });
}
