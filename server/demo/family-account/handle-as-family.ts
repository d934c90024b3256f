import type { FamilyHandler, FamilyParts } from "./family-parts.ts";
import { familyFarewell, familyReturn } from "./react-to-withdrawal.ts";
import { familyWithdrawal } from "./withdraw-unverified.ts";

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
