"use client";

import { useTranslations } from "use-intl";
import { Count } from "#components/ui/count";
import type { Condition } from "#server/vocabulary/conditions";
import type { EventCounts } from "#server/vocabulary/explore/histogram";

type Props = { counts: EventCounts | undefined; conditions: readonly Condition[]; isOld: boolean };

/** How many events there are: exactly, or at least. */
export function HowMany({ counts, isOld }: Props) {
  const t = useTranslations("histogram");
  if (counts === undefined) return <p className="text-meta text-ink-faint">{t("counting")}</p>;
  return (
    <p role="status" className="flex flex-wrap items-baseline gap-x-2 aria-busy:opacity-60" aria-busy={isOld}>
      <span className="text-section font-semibold">
        {t.rich("howMany", {
          n: (unit) => (
            <Count value={counts.count} floor={counts.isFloor}>
              {unit}
            </Count>
          ),
          count: counts.count,
        })}
      </span>
      <span className="text-meta text-ink-faint">
        {counts.isFloor ? t("atLeast") : t("exact")}
        {counts.histogram?.of === "newest" && ` · ${t("newest", { count: counts.count })}`}
      </span>
    </p>
  );
}
