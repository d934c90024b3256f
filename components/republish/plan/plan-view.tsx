"use client";

import { useTranslations } from "use-intl";
import { FanOutTable } from "#components/republish/foretold/fan-out-table";
import { PlanFigures, PlanHistogram } from "#components/republish/foretold/plan-figures";
import { PlanWarnings } from "#components/republish/foretold/plan-warnings";
import { CountingOn } from "#components/republish/plan/counting-on";
import { LateSince } from "#components/republish/plan/late-since";
import { PlainEvents } from "#components/republish/plan/plain-events";
import { Panel } from "#components/ui/panel";
import { AsOf } from "#components/ui/time/time";
import type { GivenPlanRequest } from "#server/vocabulary/republish-order";
import type { RepublishPlan } from "#server/vocabulary/republish-plan";
import type { Counting } from "./use-counted-plan.ts";

type Props = { plan: RepublishPlan; request: GivenPlanRequest; counting: Counting | null };

/** What a job would do: how many, of whom, when, to whom, how long, what to know, and twenty of them to read. */
export function PlanView({ plan, request: { selection, layer, target }, counting }: Props) {
  const t = useTranslations("plan");
  return (
    <Panel title={t("title")} aside={<AsOf iso={plan.asOf} />}>
      <div className="grid gap-4 px-4 pb-4">
        {counting !== null && <CountingOn counting={counting} />}
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
        {plan.count !== null && <FanOutTable plan={plan} target={target} />}
        <p className="text-meta text-ink-faint">{t("boundHint")}</p>
      </div>
      <LateSince ofPlan={{ selection, layer, target, token: plan.token }} />
      {plan.samples.length > 0 && (
        <details>
          <summary className="cursor-pointer border-t border-line px-4 py-2 font-medium">
            {t("samples", { count: plan.samples.length })}
          </summary>
          <PlainEvents events={plan.samples} />
        </details>
      )}
    </Panel>
  );
}
