"use client";

import { clsx } from "clsx";
import { useTranslations } from "use-intl";
import { Count } from "#components/ui/count";
import { Span } from "#components/ui/time/span";
import { ageBandsMs, type LayerStatus } from "#server/vocabulary/publication-status";

/** What waits in a layer by its age, youngest first: zeros are quiet, and what is older than it may be is marked. */
export function AgeBands({ status }: { status: LayerStatus }) {
  const t = useTranslations("ages");
  return (
    <dl aria-label={t("label")} className="flex flex-wrap gap-px border-t border-line bg-line">
      {status.waitingByAge.map((count, index) => {
        const from = ageBandsMs[index - 1];
        const to = ageBandsMs[index];
        const isLate = count > 0 && (from ?? 0) >= status.unpublishedAfterMs;
        return (
          <div
            key={to ?? "older"}
            className="flex min-w-24 flex-1 items-baseline justify-between gap-2 bg-surface px-4 py-2"
          >
            <dt className="text-meta text-ink-faint">
              {to === undefined
                ? t.rich("older", { age: () => <Span ms={from ?? 0} /> })
                : t.rich("under", { age: () => <Span ms={to} /> })}
            </dt>
            <dd className={clsx("font-medium", count === 0 && "text-ink-faint", isLate && "text-missed")}>
              <Count value={count} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
