"use client";

import { useFormatter, useTranslations } from "use-intl";
import { spanParts } from "./time-text.ts";

/** A length of time in words, or a dash where nothing was there to measure. */
export function Span({ ms }: { ms: number | null }) {
  const t = useTranslations("span");
  const format = useFormatter();
  if (ms === null) return <>–</>;
  const { unit, count, digits } = spanParts(ms);
  const number = format.number(count, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return <span className="tabular">{t(unit, { number })}</span>;
}
