import { sql } from "drizzle-orm";
import type { Db, Executor } from "../../db.ts";
import { DETECTOR, type MemberscopeMessage } from "../../messaging/message.ts";
import type { AskLatest, LatestMember } from "./ask-member-details.ts";

/** What the family account system did with a message. */
export type FamilyOutcome = "withdrawn" | "kept" | "not in a family" | "handled before";

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
 * @param mustWithdraw the rule.
 * @returns a function that throws when the latest state cannot be had; then nothing is done, and the message may come again.
 */
export function familyWithdrawal({
  db,
  askLatest,
  mustWithdraw = isUnverified,
}: {
  db: Db;
  askLatest: AskLatest;
  mustWithdraw?: WithdrawRule;
}): (message: MemberscopeMessage) => Promise<FamilyOutcome> {
  return async ({ event, replay }) => {
    const handling = { eventId: event.eventId, delivery: replay === null || replay === DETECTOR ? "live" : replay };
    if (await isHandled(db, handling)) return "handled before";
    const latest = await askLatest(event.memberId);
    return db.transaction(async (tx) => {
      const outcome = mustWithdraw(latest) ? await withdraw(tx, event) : "kept";
      const isFirst = await remember(tx, handling, outcome);
      return isFirst ? outcome : "handled before";
    });
  };
}

type Handling = { eventId: string; delivery: string };

async function isHandled(db: Executor, { eventId, delivery }: Handling): Promise<boolean> {
  const known = await db.execute(sql`
    select from family_account.inbox where event_id = ${eventId}::uuid and delivery = ${delivery}`);
  return known.length > 0;
}

/** A copy that comes at the same time withdraws nobody twice: the first withdrawal stays. */
async function withdraw(
  tx: Executor,
  { memberId, eventId }: { memberId: string; eventId: string },
): Promise<"withdrawn" | "not in a family"> {
  const left = await tx.execute(sql`
    update family_account.family_member set withdrawn_at = clock_timestamp(), withdrawn_by_event = ${eventId}::uuid
     where member_id = ${memberId} and withdrawn_at is null returning 1`);
  return left.length > 0 ? "withdrawn" : "not in a family";
}

async function remember(tx: Executor, { eventId, delivery }: Handling, outcome: FamilyOutcome): Promise<boolean> {
  const added = await tx.execute(sql`
    insert into family_account.inbox (event_id, delivery, outcome) values (${eventId}::uuid, ${delivery}, ${outcome})
    on conflict do nothing returning 1`);
  return added.length > 0;
}
