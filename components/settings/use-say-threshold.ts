"use client";

import { useTranslations } from "use-intl";
import type { Threshold } from "#server/vocabulary/staff/settings";

/** The setting whose two numbers are a yes and a no. */
export const DEVICES = "keep-erased-devices";

/** Says what a threshold stands at, with its bounds. */
export function useSayThreshold(): (threshold: Threshold) => string {
  const t = useTranslations("settings.thresholds");
  return (threshold) =>
    threshold.name === DEVICES ? t(threshold.value === 0 ? "devices.0" : "devices.1") : t("value", threshold);
}
