/** What workers call an address outside for: to tell what a watch found, or to ask which events a subscriber has. */
export const hostPurposes = ["watch", "held-events"] as const;
export type HostPurpose = (typeof hostPurposes)[number];

/** Why a call brought no answer. */
export const callFaults = ["not-https", "private", "unreachable", "status", "late", "too-large"] as const;

/** An address outside that workers may call. Times are ISO 8601. */
export type RegisteredHost = {
  id: string;
  purpose: HostPurpose;
  url: string;
  registeredBy: string;
  registeredAt: string;
  revokedAt: string | null;
};
