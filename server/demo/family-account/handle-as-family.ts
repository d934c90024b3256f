import type { MemberscopeMessage } from "../../messaging/message.ts";
import type { FamilyOutcome } from "./family-inbox.ts";
import { familyFarewell, familyReturn, type WithdrawalParts } from "./react-to-withdrawal.ts";
import { familyWithdrawal, type WithdrawRule } from "./withdraw-unverified.ts";

/**
 * Makes the family account system's handler: one reaction an action it has subscribed to.
 *
 * @returns a function that throws for any other action: its filter policy keeps those away.
 */
export function handleAsFamily(
  parts: WithdrawalParts & { mustWithdraw?: WithdrawRule },
): (message: MemberscopeMessage) => Promise<FamilyOutcome> {
  const reactions: Record<string, (message: MemberscopeMessage) => Promise<FamilyOutcome>> = {
    "identity-verification.removed": familyWithdrawal(parts),
    "withdrawal.requested": familyFarewell(parts),
    "withdrawal.taken-back": familyReturn(parts),
  };
  return (message) => {
    const react = reactions[message.event.action];
    if (!react) throw new Error(`the family account system has no reaction to ${message.event.action}`);
    return react(message);
  };
}
