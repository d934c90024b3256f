"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import type { PlanWarning, RepublishPlan } from "#server/vocabulary/republish-plan";

/** What somebody should know before they press the button, each with its number. */
export function PlanWarnings({ warnings }: Pick<RepublishPlan, "warnings">) {
  const t = useTranslations("planWarnings");
  if (warnings.length === 0) return null;
  return (
    <ul className="grid gap-1" aria-label={t("label")}>
      {warnings.map((warning) => (
        <li key={warning.kind} className="flex items-start gap-1.5 text-missed">
          <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <span>
            {t(warning.kind, factsOf(warning))}
            {warning.isEstimate && ` ${t("about")}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

function factsOf(warning: PlanWarning): Record<string, string | number> {
  return {
    count: warning.count,
    names: "names" in warning ? warning.names.join(", ") : "",
    target: "target" in warning ? warning.target : "",
    members: "members" in warning ? warning.members : 0,
    times: "times" in warning ? warning.times : 0,
  };
}
