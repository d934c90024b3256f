"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { JobCounts } from "#components/republish/job-counts";
import { JobHandled, JobItems } from "#components/republish/job-items";
import { JobStateMark } from "#components/republish/job-state";
import { useTRPC } from "#components/trpc";
import { buttonClass } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { PageHead, Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { AsOf, Time } from "#components/ui/time/time";
import type { RepublishJob } from "#server/vocabulary/republish-order";

const WHILE_RUNNING_MS = 1_000;
/** Confirmations and handlers come shortly after a job is done; it is asked for this long after. */
const AFTERGLOW_MS = 60_000;

/** One job: what was ordered, how far it is, what came of it. Follows the job while it runs and the tab is seen. */
export function JobPage({ jobId }: { jobId: string }) {
  const t = useTranslations("job");
  const trpc = useTRPC();
  const {
    data: job,
    error,
    refetch,
    isFetching,
  } = useQuery(
    trpc.republish.show.queryOptions(
      { jobId },
      { staleTime: 0, refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : WHILE_RUNNING_MS) },
    ),
  );
  if (job !== undefined) return <JobBody job={job} />;
  if (error === null) return <RowsLoading label={t("loading")} />;
  if (error.data?.code === "NOT_FOUND" || error.data?.code === "BAD_REQUEST") {
    return (
      <EmptyState page icon={SearchX} title={t("notFound")} hint={t("notFoundHint")}>
        <Link href="/republish" prefetch={false} className={buttonClass()}>
          {t("all")}
        </Link>
      </EmptyState>
    );
  }
  return <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />;
}

function isOver(job: RepublishJob): boolean {
  if (job.state === "cancelled") return true;
  if (job.state !== "done" || job.finishedAt === null) return false;
  return Date.parse(job.asOf) - Date.parse(job.finishedAt) > AFTERGLOW_MS;
}

function JobBody({ job }: { job: RepublishJob }) {
  const t = useTranslations("job");
  const to = job.target === "ALL" ? t("everybody") : job.target;
  return (
    <div className="grid gap-4">
      <div className="-mb-4">
        <PageHead
          title={t("title", { target: to })}
          sub={
            <span className="flex flex-wrap gap-x-1.5">
              <span>{t(`layers.${job.layer}`)}</span>
              <span>· {t("by", { name: job.requestedBy })}</span>
              <span>
                · <Time iso={job.requestedAt} exact />
              </span>
            </span>
          }
        >
          <span className="text-meta text-ink-faint">
            <AsOf iso={job.asOf} />
          </span>
          <JobStateMark state={job.state} />
        </PageHead>
      </div>
      <blockquote className="rounded-lg bg-raised px-4 py-2.5">
        <span className="text-meta text-ink-faint">{t("reason")} </span>
        {job.reason}
      </blockquote>
      <Panel title={t("progress")} aside={t("confirmedHint")}>
        <JobCounts counts={job.counts} />
      </Panel>
      <Panel title={t("items")}>
        <JobItems job={job} />
      </Panel>
      <Panel title={t("handled")}>
        <JobHandled job={job} />
      </Panel>
    </div>
  );
}
