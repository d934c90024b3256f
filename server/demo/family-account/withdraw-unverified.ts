import { sql } from "drizzle-orm";
import type { Db, Executor } from "../../db.ts";
import type { MemberscopeMessage } from "../../messaging/message.ts";
import { deliveryOf } from "../outside/delivery-of.ts";
import type { AskLatest, LatestMember } from "./ask-member-details.ts";
import { type FamilyOutcome, isHandled, remember } from "./family-inbox.ts";
import type { TellHistory } from "./record-family-event.ts";

/** Decides by the latest state whether a member must leave the family. */
export type WithdrawRule = (latest: LatestMember) => boolean;

/** Only a member whose identity is verified may be in a family. */
export const isUnverified: WithdrawRule = (latest) => latest?.identityVerified !== true;

/**
 * Makes the family account system's handler of `identity-verification.removed`: it asks for the member's latest state and
 * withdraws the member from its family when the rule says so. The event alone decides nothing: the identity may have been
 * verified again since.
 *
 * Handles each (event, delivery) once, where all live messages are one delivery and each republish job another.
 *
 * @param db this system's own database; it sees neither events nor members.
 * @param tell adds to the member's history that it left.
 * @param mustWithdraw the rule.
 * @returns a function that throws when the latest state cannot be had; then nothing is done, and the message may come again.
 */
export function familyWithdrawal({
  db,
  askLatest,
  tell,
  mustWithdraw = isUnverified,
}: {
  db: Db;
  askLatest: AskLatest;
  tell: TellHistory;
  mustWithdraw?: WithdrawRule;
}): (message: MemberscopeMessage) => Promise<FamilyOutcome> {
  return async (message) => {
    const { event } = message;
    const handling = deliveryOf(message);
    if (await isHandled(db, handling)) return "handled before";
    const latest = await askLatest(event.memberId);
    const outcome = await db.transaction(async (tx) => {
      const done = mustWithdraw(latest) ? await withdraw(tx, event) : "kept";
      return remember(tx, handling, done);
    });
    if (outcome === "withdrawn") {
      const left = { memberId: event.memberId, happening: "left", reason: "identity-not-verified" } as const;
      await tell({ ...left, causeEventId: event.eventId, delivery: handling.delivery, storyId: event.eventId });
    }
    return outcome;
  };
}

/** A copy that comes at the same time withdraws nobody twice: the first withdrawal stays. */
async function withdraw(
  tx: Executor,
  { memberId, eventId }: { memberId: string; eventId: string },
): Promise<"withdrawn" | "not in a family"> {
  const left = await tx.execute(sql`
    update family_account.family_member set withdrawn_at = clock_timestamp(), withdrawn_by_event = ${eventId}::uuid,
           withdrawn_because = 'identity-not-verified'
     where member_id = ${memberId} and withdrawn_at is null returning 1`);
  return left.length > 0 ? "withdrawn" : "not in a family";
}
