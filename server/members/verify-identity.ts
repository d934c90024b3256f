import { eq, sql } from "drizzle-orm";
import { member } from "../../drizzle/schema/member.ts";
import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { ActContext } from "./act-context.ts";
import { lockMember } from "./lock-member.ts";

/** How an agency confirms who somebody is. */
export type VerificationMethod = "phone" | "card" | "certificate";

/**
 * Records that an agency has confirmed who a member is; raises `identity-verification.completed`.
 *
 * @throws DomainError "not-found" when there is no such member, "conflict" when its identity is verified already.
 */
export async function verifyIdentity(
  tx: Executor,
  raise: Raise,
  { memberId, method, context }: { memberId: string; method: VerificationMethod; context: ActContext },
): Promise<void> {
  const { identityVerifiedAt } = await lockMember(tx, memberId);
  if (identityVerifiedAt !== null) {
    throw new DomainError("conflict", `The identity of member ${memberId} is verified already. Remove that first.`, {
      field: "memberId",
    });
  }
  await tx.update(member).set({ identityVerifiedAt: sql`clock_timestamp()` }).where(eq(member.id, memberId));
  await raise({
    memberId,
    action: "identity-verification.completed",
    attributes: { identityVerification: { from: "none", to: "verified" }, method: { to: method } },
    context,
  });
}
