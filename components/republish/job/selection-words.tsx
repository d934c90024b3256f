"use client";

import { useFormatter, useTranslations } from "use-intl";
import type { SelectionSummary } from "#server/vocabulary/republish-selection";

/** Which events a job was ordered for, in a few words: every part that stands here had to hold. */
export function SelectionWords({ selection }: { selection: SelectionSummary }) {
  const t = useTranslations("selectionWords");
  const format = useFormatter();
  const { filter, eventIds, members, without, policy, subscriber, ofJob } = selection;
  const conditions = Object.entries(filter ?? {}).map(([name, value]) => `${name}: ${wordsOf(value)}`);
  const parts = [
    ...conditions,
    ...(eventIds > 0 ? [t("eventIds", { count: eventIds })] : []),
    ...(members > 0 ? [t("members", { count: members })] : []),
    ...(policy ? [t("policy")] : []),
    ...(subscriber === undefined ? [] : [t("subscriber", { id: subscriber })]),
    ...(without > 0 ? [t("without", { count: format.number(without) })] : []),
    ...(ofJob ? [ofJob.states ? t("faultsOfJob") : t("ofJob")] : []),
  ];
  return <>{parts.join(" · ")}</>;
}

function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOf).join(", ");
  if (typeof value === "object" && value !== null) return Object.values(value).map(String).join(" ");
  return String(value);
}
