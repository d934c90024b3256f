/** What staff may be. */
export const roles = ["agent", "analyst", "admin", "auditor"] as const;
export type Role = (typeof roles)[number];

/** Everything the console lets somebody do; a procedure names exactly one. */
export const permissions = [
  "self",
  "member:open",
  "member:look-up",
  "member:reveal",
  "member:erase",
  "member:disclose",
  "event:search",
  "event:show",
  "event:record",
  "record:export",
  "file:see",
  "file:approve",
  "catalog:push",
  "publication:see",
  "publication:stop",
  "dead-letter:resolve",
  "republish:see",
  "republish:send",
  "subscriber:see",
  "subscriber:manage",
  "access-record:see",
  "staff:manage",
  "setting:see",
  "setting:change",
] as const;
export type Permission = (typeof permissions)[number];

/** Deny by default: a role may do what stands here and nothing else. */
const granted: Record<Role, readonly Permission[]> = {
  agent: ["self", "member:open", "member:look-up", "member:reveal", "event:show"],
  analyst: [
    "self",
    "member:open",
    "member:look-up",
    "member:reveal",
    "event:search",
    "event:show",
    "record:export",
    "file:see",
    "publication:see",
    "subscriber:see",
  ],
  admin: [
    "self",
    "member:open",
    "member:look-up",
    "member:erase",
    "member:disclose",
    "event:search",
    "event:show",
    "event:record",
    "record:export",
    "file:see",
    "file:approve",
    "catalog:push",
    "publication:see",
    "publication:stop",
    "dead-letter:resolve",
    "republish:see",
    "republish:send",
    "subscriber:see",
    "subscriber:manage",
    "staff:manage",
    "setting:see",
    "setting:change",
  ],
  auditor: ["self", "file:see", "access-record:see", "setting:see"],
};

/** Whether the role may do it. */
export function may(role: Role, permission: Permission): boolean {
  return granted[role].includes(permission);
}

/** Everything the role may do, for the console to show and hide by. */
export function permissionsOf(role: Role): readonly Permission[] {
  return granted[role];
}
