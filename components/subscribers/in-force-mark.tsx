"use client";

import { CircleCheck, CircleDashed, CircleHelp, Filter, GitCompareArrows } from "lucide-react";
import { useTranslations } from "use-intl";
import { Tone } from "#components/ui/tone";
import type { PolicyInForce } from "#server/vocabulary/subscriber";

const marks = {
  same: { tone: "published", icon: CircleCheck },
  differs: { tone: "failed", icon: GitCompareArrows },
  missing: { tone: "waiting", icon: CircleDashed },
  unknown: { tone: "quiet", icon: CircleHelp },
} as const;

/** Whether SNS delivers by the registered policy. */
export function InForceMark({ state, filled = false }: { state: PolicyInForce["state"]; filled?: boolean }) {
  const t = useTranslations("subscribers");
  const { tone, icon } = marks[state];
  return (
    <Tone tone={tone} icon={icon} filled={filled} title={t(`inForceHints.${state}`)}>
      {t(`inForce.${state}`)}
    </Tone>
  );
}

/** The warning for a policy that lets others' replays through. */
export function LacksTargetMark() {
  const t = useTranslations("subscribers");
  return (
    <Tone tone="missed" icon={Filter} title={t("lacksTargetHint")}>
      {t("lacksTarget")}
    </Tone>
  );
}
