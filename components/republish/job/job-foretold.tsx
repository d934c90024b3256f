"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { FanOutTable } from "#components/republish/foretold/fan-out-table";
import { PlanFigures, PlanHistogram } from "#components/republish/foretold/plan-figures";
import { PlanWarnings } from "#components/republish/foretold/plan-warnings";
import { useTRPC } from "#components/trpc";
import { AsOf } from "#components/ui/time/time";
import type { RepublishJob } from "#server/vocabulary/republish-job";

/** What whoever ordered the job was told before: open as long as somebody must agree to it, folded later. */
export function JobForetold({ job }: { job: RepublishJob }) {
  const t = useTranslations("foretold");
  const trpc = useTRPC();
  // It never changes.
  const { data } = useQuery(trpc.republish.foretold.queryOptions({ jobId: job.id }, { staleTime: Infinity }));
  const plan = data?.foretold;
  if (!plan) return null;
  return (
    <details open={job.state === "approval"} className="rounded-lg border border-line bg-surface">
      <summary className="cursor-pointer px-4 py-2.5">
        <span className="font-semibold">{t("title")}</span>{" "}
        <span className="text-meta text-ink-faint">
          <AsOf iso={plan.asOf} />
        </span>{" "}
        {plan.warnings.length > 0 && (
          <span className="text-meta text-missed">{t("warnings", { count: plan.warnings.length })}</span>
        )}
      </summary>
      <div className="grid gap-4 border-t border-line px-4 py-3">
        <PlanWarnings warnings={plan.warnings} />
        <PlanFigures plan={plan} />
        {plan.count !== null && plan.count > 0 && <PlanHistogram histogram={plan.histogram} />}
        <FanOutTable plan={plan} target={job.target} />
      </div>
    </details>
  );
}
