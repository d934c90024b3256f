import type { Permission, Role } from "../vocabulary/roles.ts";

/** The person on whose behalf something is read or done. Every verb that answers staff takes one; there is no default. */
export type Actor = {
  kind: "staff";
  accountId: string;
  login: string;
  name: string;
  role: Role;
  ip: string | null;
  /** Tells one session or personal access token of the person from another; the secret itself cannot be had from it. */
  sessionKey: string;
  /** Whether the person has shown a short time ago who they are, or asks by a personal access token; see `requireFreshProof`. */
  isProved: boolean;
  /** What a personal access token may of what the role may; null for all, as in a session. */
  scope: readonly Permission[] | null;
  /** Whether the password must be changed before anything else is open. */
  mustChangePassword: boolean;
  /** Whether the identity provider says who this is: then it gives the role, and a fresh proof is shown there. */
  byProvider: boolean;
};

/** Who acts without an account of staff: somebody at the host's command line, the holder of a service token, or nobody known. */
export type Outsider = { kind: "host" | "service" | "nobody"; login: string; ip: string | null };
