import type { Role } from "../vocabulary/roles.ts";

/** The person on whose behalf something is read or done. Every verb that answers staff takes one; there is no default. */
export type Actor = { kind: "staff"; accountId: string; login: string; name: string; role: Role; ip: string | null };
