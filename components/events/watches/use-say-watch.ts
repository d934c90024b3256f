"use client";

import { useTranslations } from "use-intl";
import type { Threshold } from "#server/vocabulary/explore/watch";
import { spanParts } from "../../ui/time/time-text.ts";

/** Says when a watch calls: "More than 5 different members on one device within 24 h". */
export function useSayWatch(): (threshold: Threshold) => string {
  const t = useTranslations("watches");
  const span = useTranslations("span");
  return ({ measure, per, moreThan, windowSeconds }) => {
    const { unit, count, digits } = spanParts(windowSeconds * 1000);
    const window = span(unit, { number: count.toFixed(digits) });
    return t("rule", { moreThan, what: t(`what.${measure}`), per: t(`per.${per}`), window });
  };
}
