import { eq } from "drizzle-orm";
import { member } from "../../drizzle/schema/member.ts";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";

/**
 * Reads a member and holds its row until the transaction ends, so that acts of one member follow one another.
 *
 * @throws DomainError "not-found" when there is no such member.
 */
export async function lockMember(tx: Executor, memberId: string): Promise<typeof member.$inferSelect> {
  const [row] = await tx.select().from(member).where(eq(member.id, memberId)).for("update");
  if (row) return row;
  throw new DomainError("not-found", `There is no member ${memberId}. Check the identifier.`, { field: "memberId" });
}
