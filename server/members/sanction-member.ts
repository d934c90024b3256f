import { memberSanction } from "../../drizzle/schema/member.ts";
import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import type { OfficeContext } from "./act-context.ts";
import { lockMember } from "./lock-member.ts";
import type { SuspensionReason } from "./suspend-member.ts";

/** What a sanctioned member may not do. */
export type Sanction = "coupons-blocked" | "reviews-blocked" | "orders-blocked";

/**
 * Puts a sanction on a member, which ends by itself; raises `member.sanctioned`. Several may hold at once.
 *
 * @param until ISO 8601 in UTC.
 * @throws DomainError "not-found" when there is no such member.
 */
export async function sanctionMember(
  tx: Executor,
  raise: Raise,
  given: { memberId: string; sanction: Sanction; reason: SuspensionReason; until: string; context: OfficeContext },
): Promise<void> {
  const { memberId, sanction, reason, until, context } = given;
  await lockMember(tx, memberId);
  const eventId = await raise({
    memberId,
    action: "member.sanctioned",
    attributes: { sanction: { to: sanction }, reason: { to: reason }, until: { to: until } },
    context,
  });
  await tx.insert(memberSanction).values({ eventId, memberId, sanction, reason, until });
}
