import { eq } from "drizzle-orm";
import { member } from "../../drizzle/schema/member.ts";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { lockMember } from "./lock-member.ts";

/** Where a member stands between joining and leaving. */
export type Membership = (typeof member.$inferSelect)["membership"];

/**
 * Moves a member from one standing to another, and holds its row until the transaction ends.
 *
 * @param from from where this step is possible.
 * @returns the row as it was, and the change as an event tells it.
 * @throws DomainError "not-found" when there is no such member, "conflict" when it stands elsewhere.
 */
export async function changeMembership(
  tx: Executor,
  { memberId, from, to }: { memberId: string; from: readonly Membership[]; to: Membership },
): Promise<{ locked: typeof member.$inferSelect; membership: { from: Membership; to: Membership } }> {
  const locked = await lockMember(tx, memberId);
  const { membership } = locked;
  if (!from.includes(membership)) {
    throw new DomainError(
      "conflict",
      `Member ${memberId} is ${membership} and can become ${to} only from ${from.join(" or ")}. Look at its history first.`,
      { field: "memberId" },
    );
  }
  await tx.update(member).set({ membership: to }).where(eq(member.id, memberId));
  return { locked, membership: { from: membership, to } };
}
