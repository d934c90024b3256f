/** Why somebody who came back from the identity provider is not signed in, as the address says it. */
export const providerFaults = [
  ...(["away", "lost", "refused", "no-role", "disabled", "stale", "taken", "other", "over"] as const),
];
export type ProviderFault = (typeof providerFaults)[number];

/** The fault that an address names; null for none, and for what is none. */
export function providerFaultOf(error: string | string[] | undefined): ProviderFault | null {
  return providerFaults.find((fault) => fault === error) ?? null;
}
