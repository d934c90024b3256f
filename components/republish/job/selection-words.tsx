"use client";

import { useFormatter, useTranslations } from "use-intl";
import type { SelectionSummary } from "#server/vocabulary/republish-selection";
import { useSayCondition } from "../../events/filters/use-say-condition.ts";

/** Which events a job was ordered for, in a few words: every part that stands here had to hold. */
export function SelectionWords({ selection }: { selection: SelectionSummary }) {
  const t = useTranslations("selectionWords");
  const format = useFormatter();
  const sayCondition = useSayCondition();
  const { conditions = [], eventIds, members, without, policy, subscriber, heldAnswer, ofJob } = selection;
  const parts = [
    ...conditions.map(sayCondition).map(({ about, values }) => `${about}: ${values.join(", ")}`),
    ...(eventIds > 0 ? [t("eventIds", { count: eventIds })] : []),
    ...(members > 0 ? [t("members", { count: members })] : []),
    ...(policy ? [t("policy")] : []),
    ...(subscriber === undefined ? [] : [t("subscriber", { id: subscriber })]),
    ...(without > 0 ? [t("without", { count: format.number(without) })] : []),
    ...(heldAnswer === undefined ? [] : [t("heldAnswer")]),
    ...(ofJob ? [ofJob.states ? t("faultsOfJob") : t("ofJob")] : []),
  ];
  return <>{parts.join(" · ")}</>;
}
