"use client";

import { useTranslations } from "use-intl";
import { readPolicyOutcome } from "#server/vocabulary/policy-outcome";

/** What a handler did, in words; what is not among our policies' own outcomes stays as it was stored. */
export function useSayOutcome(): (stored: string) => string {
  const t = useTranslations("policyOutcomes");
  return (stored) => {
    const outcome = readPolicyOutcome(stored);
    return outcome === null ? stored : t(outcome.name, { count: outcome.count });
  };
}
