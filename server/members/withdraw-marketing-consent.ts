import { eq } from "drizzle-orm";
import { member } from "../../drizzle/schema/member.ts";
import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { ActContext } from "./act-context.ts";
import { lockMember } from "./lock-member.ts";

/**
 * Records that a member does not agree to marketing messages any more; raises `marketing-consent.withdrawn`.
 *
 * @throws DomainError "not-found" when there is no such member, "conflict" when nothing would change.
 */
export async function withdrawMarketingConsent(
  tx: Executor,
  raise: Raise,
  { memberId, context }: { memberId: string; context: ActContext },
): Promise<void> {
  const { marketingConsent } = await lockMember(tx, memberId);
  if (marketingConsent === "none") {
    throw new DomainError(
      "conflict",
      `Member ${memberId} does not agree to marketing messages. There is nothing to withdraw.`,
      { field: "memberId" },
    );
  }
  await tx.update(member).set({ marketingConsent: "none" }).where(eq(member.id, memberId));
  await raise({
    memberId,
    action: "marketing-consent.withdrawn",
    attributes: { marketingConsent: { from: "given", to: "none" } },
    context,
  });
}
