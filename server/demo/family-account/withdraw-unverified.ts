import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { type FamilyOutcome, handleOnce, remember } from "./family-inbox.ts";
import type { FamilyHandler, FamilyParts, WithdrawRule } from "./family-parts.ts";

/** Only a member whose identity is verified may be in a family. */
export const isUnverified: WithdrawRule = (latest) => latest?.identityVerified !== true;

/**
 * Makes the family account system's handler of `identity-verification.removed`: it asks for the member's latest state and
 * withdraws the member from its family when the rule says so. The event alone decides nothing: the identity may have been
 * verified again since.
 *
 * @returns a function that throws when the latest state cannot be had; then nothing is done, and the message may come again.
 */
export function familyWithdrawal({ db, askLatest, tell, mustWithdraw = isUnverified }: FamilyParts): FamilyHandler {
  return (message) => {
    const { memberId, eventId } = message.event;
    return handleOnce(db, message, {
      async act(handling) {
        const latest = await askLatest(memberId);
        return db.transaction(async (tx) => {
          return remember(tx, handling, mustWithdraw(latest) ? await withdraw(tx, { memberId, eventId }) : "kept");
        });
      },
      async tell(outcome, { delivery }) {
        if (outcome !== "withdrawn") return;
        const left = { memberId, happening: "left", reason: "identity-not-verified" } as const;
        await tell({ ...left, causeEventId: eventId, delivery, storyId: eventId });
      },
    });
  };
}

async function withdraw(
  tx: Executor,
  { memberId, eventId }: { memberId: string; eventId: string },
): Promise<FamilyOutcome> {
  const left = await tx.execute(sql`
    update family_account.family_member
       set withdrawn_at = clock_timestamp(), withdrawn_by_event = ${eventId}::uuid, withdrawn_because = 'identity-not-verified'
     where member_id = ${memberId} and withdrawn_at is null returning 1`);
  return left.length > 0 ? "withdrawn" : "not in a family";
}
