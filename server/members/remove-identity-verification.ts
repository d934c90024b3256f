import { eq } from "drizzle-orm";
import { member } from "../../drizzle/schema/member.ts";
import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { ActContext } from "./act-context.ts";
import { lockMember } from "./lock-member.ts";

/**
 * Takes a member's identity verification back; raises `identity-verification.removed`. Who else cares is not known here.
 *
 * @throws DomainError "not-found" when there is no such member, "conflict" when its identity is not verified.
 */
export async function removeIdentityVerification(
  tx: Executor,
  raise: Raise,
  { memberId, context }: { memberId: string; context: ActContext },
): Promise<void> {
  const { identityVerifiedAt } = await lockMember(tx, memberId);
  if (identityVerifiedAt === null) {
    throw new DomainError(
      "conflict",
      `The identity of member ${memberId} is not verified, so there is nothing to remove.`,
      { field: "memberId" },
    );
  }
  await tx.update(member).set({ identityVerifiedAt: null }).where(eq(member.id, memberId));
  await raise({
    memberId,
    action: "identity-verification.removed",
    attributes: { identityVerification: { from: "verified", to: "none" } },
    context,
  });
}
