"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { Button } from "#components/ui/button";
import { type ConditionFault, faultText } from "#server/vocabulary/condition-faults";

export type Faults = { faults: readonly ConditionFault[]; onDrop: () => void };

/** What of an address was not understood and how to write it, with a way to ask without it. */
export function FaultNotice({ faults, onDrop }: Faults) {
  const t = useTranslations("filter");
  const { locale } = usePreferences();
  return (
    <div role="alert" className="rounded-lg border border-missed/40 bg-missed-soft px-4 py-3 text-missed">
      <p className="flex items-center gap-2 font-medium">
        <TriangleAlert aria-hidden className="size-4 shrink-0" />
        {t("notUnderstood")}
      </p>
      <ul className="mt-1.5 grid list-disc gap-1 pl-8 text-ink">
        {faults.map((fault) => (
          <li key={`${fault.key} ${fault.value}`} className="wrap-anywhere">
            {faultText(fault, locale)}
          </li>
        ))}
      </ul>
      <Button size="small" className="mt-2.5" onClick={onDrop}>
        {t("dropAll")}
      </Button>
    </div>
  );
}
