import { DomainError } from "../errors.ts";
import { may, type Permission } from "../vocabulary/roles.ts";
import type { Actor } from "./actor.ts";

/** Whether the actor may do it: the role has the permission, and so has the token, if the actor asks by one. */
export function actorMay({ role, scope }: Actor, permission: Permission): boolean {
  return may(role, permission) && (scope === null || permission === "self" || scope.includes(permission));
}

/**
 * Refuses a personal access token that was made for less than its owner may: the account itself is in no scope.
 *
 * @throws DomainError "forbidden".
 */
export function requireWholeAccount({ scope }: Actor): void {
  if (scope === null) return;
  const message = `This personal access token was made for ${scope.join(", ")} alone, which is nothing of its owner's account. Sign in, or use a token without a scope.`;
  throw new DomainError("forbidden", message);
}

/**
 * Lets the actor pass or refuses; called by the data module itself, so that no page or worker can skip it.
 *
 * @throws DomainError "forbidden", naming role and permission, or the token's scope.
 */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (actorMay(actor, permission)) return;
  const message = may(actor.role, permission)
    ? `This personal access token was made without the permission ${permission}. Make one that has it.`
    : `The role ${actor.role} does not have the permission ${permission}. Ask an admin, or use an account whose role has it.`;
  throw new DomainError("forbidden", message);
}
