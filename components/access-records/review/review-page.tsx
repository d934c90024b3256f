"use client";

import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { CalendarCheck } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { FaultList } from "#components/events/filters/fault-list";
import { useTRPC } from "#components/trpc";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { PageLink } from "#components/ui/page-link";
import { PageHead, Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { AsOf } from "#components/ui/time/time";
import { readWordOnce, unknownParams } from "#server/vocabulary/address/page-params";
import type { ReviewedMonths } from "#server/vocabulary/oversight/monthly-review";
import { dropFaults } from "../../events/filters/drop-faults.ts";
import { MonthReport } from "./month-report.tsx";
import { SignPanel } from "./sign-panel.tsx";

/** A month's access records, read and signed by an auditor. Which month stands in the URL; without one, the newest that is over. */
export function ReviewPage() {
  const t = useTranslations("monthlyReview");
  const trpc = useTRPC();
  const params = new URLSearchParams(useSearchParams());
  const { data, error, refetch, isFetching } = useQuery(trpc.accessRecords.reviews.queryOptions({}));
  const months = data?.months ?? [];
  const { value: asked, faults: wrong } = readWordOnce(
    params,
    "month",
    months.map(({ month }) => month),
  );
  const faults = [...wrong, ...unknownParams(params, ["month"])];
  const shown = months.find(({ month }) => month === asked) ?? months.find(({ isOver }) => isOver) ?? months[0];
  return (
    <>
      <PageHead title={t("title")} sub={t("sub")}>
        {data !== undefined && (
          <span className="text-meta text-ink-faint">
            <AsOf iso={data.asOf} />
          </span>
        )}
      </PageHead>
      {data === undefined && error === null && <RowsLoading label={t("loading")} />}
      {data === undefined && error !== null && (
        <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
      )}
      {data !== undefined && shown === undefined && (
        <EmptyState icon={CalendarCheck} title={t("empty")} hint={t("emptyHint")} />
      )}
      {shown !== undefined && (
        <div className="grid items-start gap-4 rail:grid-cols-[14rem_minmax(0,1fr)]">
          <Months months={months} shown={faults.length === 0 ? shown.month : null} />
          {faults.length === 0 ? (
            <Month month={shown.month} />
          ) : (
            <FaultList faults={faults} onDrop={() => dropFaults(faults)} />
          )}
        </div>
      )}
    </>
  );
}

/** Every month with its state; what is due stands out. */
function Months({ months, shown }: { months: ReviewedMonths["months"]; shown: string | null }) {
  const t = useTranslations("monthlyReview");
  return (
    <nav aria-label={t("months")} className="rounded-lg border border-line bg-surface">
      <ul className="max-rail:flex max-rail:overflow-x-auto">
        {months.map(({ month, isOver, isDue, signature }) => (
          <li key={month} className="border-line rail:not-first:border-t">
            <PageLink
              href={`/access-records/review?month=${month}`}
              aria-current={month === shown ? "page" : undefined}
              className="block px-4 py-2 hover:bg-raised aria-[current]:bg-accent-soft"
            >
              <span className="tabular block font-medium">{month}</span>
              <span className={clsx("block text-meta whitespace-nowrap", isDue ? "text-missed" : "text-ink-soft")}>
                {signature !== null ? t("signed") : isOver ? t("due") : t("running")}
              </span>
            </PageLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Month({ month }: { month: string }) {
  const t = useTranslations("monthlyReview");
  const trpc = useTRPC();
  const { data, error, refetch, isFetching } = useQuery(trpc.accessRecords.review.queryOptions({ month }));
  if (data === undefined) {
    return (
      <Panel title={month}>
        {error === null ? (
          <RowsLoading label={t("loading")} rows={8} />
        ) : (
          <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
        )}
      </Panel>
    );
  }
  return (
    <div className="grid min-w-0 gap-4">
      <SignPanel key={month} review={data} />
      <MonthReport report={data.report} />
    </div>
  );
}
