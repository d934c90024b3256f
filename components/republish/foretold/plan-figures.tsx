"use client";

import { useTranslations } from "use-intl";
import { Count } from "#components/ui/count";
import { Span } from "#components/ui/time/span";
import { Time } from "#components/ui/time/time";
import type { ForetoldPlan } from "#server/vocabulary/republish-plan";

/** How many events of how many members, over which time; how long it takes, where that is asked. */
export function PlanFigures({ plan, durationS }: { plan: ForetoldPlan; durationS?: number | null }) {
  const t = useTranslations("plan");
  const figures = [
    {
      name: t("events"),
      value:
        plan.count === null ? (
          <span className="text-body font-normal text-ink-soft">{t("notCounted")}</span>
        ) : (
          <Count value={plan.count} />
        ),
    },
    ...(plan.sendable !== null && plan.sendable !== plan.count
      ? [{ name: t("sendable"), value: <Count value={plan.sendable} /> }]
      : []),
    { name: t("memberCount"), value: plan.members === null ? "–" : <Count value={plan.members} /> },
    ...(durationS === undefined
      ? []
      : [{ name: t("duration"), value: <Span ms={durationS === null ? null : durationS * 1000} /> }]),
  ];
  return (
    <div className="flex flex-wrap gap-x-8 gap-y-2">
      {figures.map(({ name, value }) => (
        <div key={name}>
          <div className="text-meta text-ink-faint">{name}</div>
          <div className="text-title font-semibold">{value}</div>
        </div>
      ))}
      {plan.first !== null && plan.last !== null && (
        <div>
          <div className="text-meta text-ink-faint">{t("span")}</div>
          <div>
            <Time iso={plan.first} exact /> – <Time iso={plan.last} exact />
          </div>
          {plan.historyFrom !== null && (
            <div className="text-meta text-ink-faint">
              {t("historyFrom")} <Time iso={plan.historyFrom} exact />
            </div>
          )}
        </div>
      )}
    </div>
  );
}

/** The events over their time. */
export function PlanHistogram({ histogram }: Pick<ForetoldPlan, "histogram">) {
  const t = useTranslations("plan");
  const highest = Math.max(1, ...histogram.map(({ count }) => count));
  return (
    <svg
      viewBox={`0 0 ${histogram.length * 10} 40`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t("histogram")}
      className="h-12 w-full text-replayed"
    >
      {histogram.map(({ from, count }, index) => {
        const height = count === 0 ? 0 : Math.max(1, (count / highest) * 40);
        return (
          <rect key={from} x={index * 10 + 1} width="8" y={40 - height} height={height} className="fill-current" />
        );
      })}
    </svg>
  );
}
