"use client";

import { useTranslations } from "use-intl";
import { FamilyIcon } from "#components/events/words/family-icon";
import { Sentence } from "#components/events/words/sentence";
import { MemberLink } from "#components/member-link";
import { FanOutTable } from "#components/republish/foretold/fan-out-table";
import { PlanFigures, PlanHistogram } from "#components/republish/foretold/plan-figures";
import { PlanWarnings } from "#components/republish/foretold/plan-warnings";
import { Panel } from "#components/ui/panel";
import { AsOf, Time } from "#components/ui/time/time";
import type { RepublishPlan } from "#server/vocabulary/republish-plan";

/** What a job would do: how many, of whom, when, to whom, how long, what to know, and twenty of them to read. */
export function PlanView({ plan, target }: { plan: RepublishPlan; target: string }) {
  const t = useTranslations("plan");
  return (
    <Panel title={t("title")} aside={<AsOf iso={plan.asOf} />}>
      <div className="grid gap-4 px-4 pb-4">
        <PlanFigures plan={plan} durationS={plan.durationS} />
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
