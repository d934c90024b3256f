import type { Db } from "../../db.ts";
import type { MemberscopeMessage } from "../../messaging/message.ts";
import type { SayObjection } from "../outside/member-system-client.ts";
import type { AskLatest } from "./ask-member-details.ts";
import type { FamilyOutcome } from "./family-inbox.ts";
import { familyFarewell, familyReturn } from "./react-to-withdrawal.ts";
import type { TellHistory } from "./record-family-event.ts";
import { familyWithdrawal, type WithdrawRule } from "./withdraw-unverified.ts";

/** What the family account system has: its own database, which sees neither events nor members, and its ways to others. */
export type FamilyParts = {
  db: Db;
  askLatest: AskLatest;
  object: SayObjection;
  tell: TellHistory;
  mustWithdraw?: WithdrawRule;
};

/** Handles one message; throws to have it come again. */
export type FamilyHandler = (message: MemberscopeMessage) => Promise<FamilyOutcome | "handled before">;

/**
 * Makes the family account system's handler: one reaction for each action it has subscribed to.
 *
 * @returns a function that throws for any other action: its filter policy keeps those away.
 */
export function handleAsFamily(parts: FamilyParts): FamilyHandler {
  const reactions: Record<string, FamilyHandler> = {
    "identity-verification.removed": familyWithdrawal(parts),
    "withdrawal.requested": familyFarewell(parts),
    "withdrawal.taken-back": familyReturn(parts),
  };
  return async (message) => {
    const react = reactions[message.event.action];
    if (!react) throw new Error(`the family account system has no reaction to ${message.event.action}`);
    return react(message);
  };
}
