import { and, eq, sql } from "drizzle-orm";
import { memberWithdrawal } from "../../drizzle/schema/member.ts";
import type { Executor } from "../db.ts";

/**
 * Ends a waiting withdrawal. Two who end it at the same time: one does.
 *
 * @param memberId whose it is; `requestEventId` names one of them, left out: the one that waits.
 * @returns the id of its request's event, null when none waits.
 */
export async function settleWithdrawal(
  tx: Executor,
  given: { memberId: string; requestEventId?: string; state: "completed" | "taken-back" },
): Promise<string | null> {
  const { memberId, requestEventId, state } = given;
  const isWaiting = and(eq(memberWithdrawal.memberId, memberId), eq(memberWithdrawal.state, "waiting"));
  const [settled] = await tx
    .update(memberWithdrawal)
    .set({ state, settledAt: sql`clock_timestamp()` })
    .where(
      requestEventId === undefined ? isWaiting : and(isWaiting, eq(memberWithdrawal.requestEventId, requestEventId)),
    )
    .returning({ requestEventId: memberWithdrawal.requestEventId });
  return settled?.requestEventId ?? null;
}
