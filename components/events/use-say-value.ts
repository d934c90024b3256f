"use client";

import { useCallback } from "react";
import { useTranslations } from "use-intl";
import type { SayValue } from "./event-sentence.ts";

const spoken = [
  "wrong-password",
  "unknown-account",
  "by-member",
  "logged-in-elsewhere",
  "logged-in-again",
  "logged-in",
  "logged-out",
  "verified",
  "none",
  "open",
  "ended",
] as const;

/** Words for the codes that member systems commonly use as values; a code without words stays as it is. */
export function useSayValue(): SayValue {
  const t = useTranslations("values");
  return useCallback(
    (value) => {
      const known = spoken.find((code) => code === value);
      return known === undefined ? value : t(known);
    },
    [t],
  );
}
