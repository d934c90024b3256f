import { eq } from "drizzle-orm";
import { member } from "../../drizzle/schema/member.ts";
import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { ActContext } from "./act-context.ts";
import { lockMember } from "./lock-member.ts";

/** By which means the member agrees to be told. */
export type ConsentChannel = "all" | "email" | "text-message" | "push";

/**
 * Records that a member agrees to marketing messages; raises `marketing-consent.given`.
 *
 * @throws DomainError "not-found" when there is no such member, "conflict" when nothing would change.
 */
export async function giveMarketingConsent(
  tx: Executor,
  raise: Raise,
  { memberId, channel, context }: { memberId: string; channel: ConsentChannel; context: ActContext },
): Promise<void> {
  const { marketingConsent } = await lockMember(tx, memberId);
  if (marketingConsent === "given") {
    throw new DomainError(
      "conflict",
      `Member ${memberId} agrees to marketing messages already. There is nothing to give.`,
      { field: "memberId" },
    );
  }
  await tx.update(member).set({ marketingConsent: "given" }).where(eq(member.id, memberId));
  await raise({
    memberId,
    action: "marketing-consent.given",
    attributes: { marketingConsent: { from: "none", to: "given" }, channel: { to: channel } },
    context,
  });
}
