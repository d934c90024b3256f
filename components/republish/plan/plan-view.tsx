"use client";

import { useFormatter, useTranslations } from "use-intl";
import { FamilyIcon } from "#components/events/words/family-icon";
import { Sentence } from "#components/events/words/sentence";
import { MemberLink } from "#components/member-link";
import { usePreferences } from "#components/preferences/preferences-provider";
import { PlanWarnings } from "#components/republish/plan/plan-warnings";
import { Count } from "#components/ui/count";
import { Panel } from "#components/ui/panel";
import { Span } from "#components/ui/time/span";
import { AsOf, Time } from "#components/ui/time/time";
import type { RepublishPlan } from "#server/vocabulary/republish-plan";

/** What a job would do: how many, of whom, when, to whom, how long, what to know, and twenty of them to read. */
export function PlanView({ plan, target }: { plan: RepublishPlan; target: string }) {
  const t = useTranslations("plan");
  return (
    <Panel title={t("title")} aside={<AsOf iso={plan.asOf} />}>
      <div className="grid gap-4 px-4 pb-4">
        <PlanFigures plan={plan} />
        {plan.count !== null && plan.count > 0 && <PlanHistogram histogram={plan.histogram} />}
        <PlanWarnings warnings={plan.warnings} />
        {plan.approval.isNeeded && (
          <p className="font-medium text-missed">
            {t("approvalNeeded", {
              limit: plan.approval.limit,
              ordered: plan.approval.orderedInDay,
              deliveries: plan.deliveries ?? 0,
            })}
          </p>
        )}
        <FanOutTable plan={plan} target={target} />
        <p className="text-meta text-ink-faint">{t("boundHint")}</p>
      </div>
      {plan.samples.length > 0 && (
        <details>
          <summary className="cursor-pointer border-t border-line px-4 py-2 font-medium">
            {t("samples", { count: plan.samples.length })}
          </summary>
          <ul>
            {plan.samples.map((event) => (
              <li key={event.id} className="grid border-t border-line px-4 py-2">
                <span className="flex items-start gap-1.5">
                  <FamilyIcon family={event.family} />
                  <span>
                    <Sentence event={event} />
                  </span>
                </span>
                <span className="flex flex-wrap gap-x-2 text-meta text-ink-faint">
                  <Time iso={event.occurredAt} exact />
                  <MemberLink memberId={event.memberId} />
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Panel>
  );
}

function PlanFigures({ plan }: { plan: RepublishPlan }) {
  const t = useTranslations("plan");
  const figures = [
    { name: t("events"), value: plan.count === null ? t("notCounted") : <Count value={plan.count} /> },
    ...(plan.sendable !== null && plan.sendable !== plan.count
      ? [{ name: t("sendable"), value: <Count value={plan.sendable} /> }]
      : []),
    { name: t("memberCount"), value: plan.members === null ? "–" : <Count value={plan.members} /> },
    { name: t("duration"), value: <Span ms={plan.durationS === null ? null : plan.durationS * 1000} /> },
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

function PlanHistogram({ histogram }: Pick<RepublishPlan, "histogram">) {
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

function FanOutTable({ plan, target }: { plan: RepublishPlan; target: string }) {
  const t = useTranslations("plan");
  const rules = useTranslations("republish.replayRules");
  const format = useFormatter();
  const { locale } = usePreferences();
  const rows = [...plan.fanOut].sort((a, b) => b.receives - a.receives);
  const number = (value: number, isEstimate: boolean) => `${isEstimate ? "≈ " : ""}${format.number(value)}`;
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-left">
        <caption className="sr-only">{t("fanOut")}</caption>
        <thead className="text-meta text-ink-faint">
          <tr>
            <th scope="col" className="py-1 pr-4 font-medium">
              {t("subscriber")}
            </th>
            <th scope="col" className="py-1 pr-4 text-right font-medium">
              {t("receives")}
            </th>
            <th scope="col" className="py-1 pr-4 text-right font-medium">
              {t("drops")}
            </th>
            <th scope="col" className="py-1 pr-4 text-right font-medium">
              {t("handled")}
            </th>
            <th scope="col" className="py-1 font-medium max-sm:hidden">
              {t("replay")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} className={row.id === target ? "bg-accent-soft" : undefined}>
              <td className="border-t border-line py-1.5 pr-4 font-medium" title={row.description[locale]}>
                {row.id}
                {row.receives > 0 && (
                  <span className="block font-normal text-meta text-ink-soft sm:hidden">{rules(row.replayRule)}</span>
                )}
              </td>
              <td className="tabular whitespace-nowrap border-t border-line py-1.5 pr-4 text-right">
                {number(row.receives, row.isEstimate)}
              </td>
              <td className="tabular whitespace-nowrap border-t border-line py-1.5 pr-4 text-right text-ink-soft">
                {number(row.drops, row.isEstimate)}
              </td>
              <td className="tabular whitespace-nowrap border-t border-line py-1.5 pr-4 text-right text-ink-soft">
                {row.handled === null ? t("notKnown") : format.number(row.handled)}
              </td>
              <td className="border-t border-line py-1.5 text-meta text-ink-soft max-sm:hidden">
                {row.receives > 0 && rules(row.replayRule)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
