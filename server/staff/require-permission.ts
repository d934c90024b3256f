import { DomainError } from "../errors.ts";
import { may, type Permission } from "../vocabulary/roles.ts";
import type { Actor } from "./actor.ts";

/**
 * Lets the actor pass or refuses; called by the data module itself, so that no page or worker can skip it.
 *
 * @throws DomainError "forbidden", naming role and permission.
 */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (may(actor.role, permission)) return;
  throw new DomainError(
    "forbidden",
    `The role ${actor.role} does not have the permission ${permission}. Ask an admin, or use an account whose role has it.`,
  );
}
