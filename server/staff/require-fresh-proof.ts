import { DomainError } from "../errors.ts";
import type { Actor } from "./actor.ts";

/**
 * Lets the actor pass who has shown a short time ago who they are (the threshold `proof-minutes`): for what is not to be done
 * at a screen that somebody left open. The console asks for the password, or has the identity provider ask, then repeats the call. A personal access token is
 * proof itself.
 *
 * @throws DomainError "unproved".
 */
export function requireFreshProof(actor: Actor): void {
  if (actor.isProved) return;
  throw new DomainError(
    "unproved",
    "Show again who you are, by your password or at the identity provider, and repeat what you did: it needs that.",
  );
}
