import { eq, sql } from "drizzle-orm";
import { member } from "../../drizzle/schema/member.ts";
import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import type { ActContext } from "./act-context.ts";
import { lockMember } from "./lock-member.ts";

/**
 * Records that a member has another password; raises `password.changed`. Neither the old nor the new one comes here: the
 * event's only value is that it changed, and the catalog refuses any other.
 *
 * @returns the event's id.
 * @throws DomainError "not-found" when there is no such member.
 */
export async function changePassword(
  tx: Executor,
  raise: Raise,
  { memberId, context }: { memberId: string; context: ActContext },
): Promise<string> {
  await lockMember(tx, memberId);
  await tx.update(member).set({ passwordChangedAt: sql`clock_timestamp()` }).where(eq(member.id, memberId));
  return raise({ memberId, action: "password.changed", attributes: { password: { to: "changed" } }, context });
}
