"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { SearchX } from "lucide-react";
import { useTranslations } from "use-intl";
import { LiveMark } from "#components/live/live-mark";
import { JobApproval } from "#components/republish/job/job-approval";
import { JobControls } from "#components/republish/job/job-controls";
import { JobCounts } from "#components/republish/job/job-counts";
import { JobCourse } from "#components/republish/job/job-course";
import { JobErrors, JobHandled } from "#components/republish/job/job-findings";
import { JobForetold } from "#components/republish/job/job-foretold";
import { JobItems } from "#components/republish/job/job-items";
import { JobStateMark } from "#components/republish/job/job-state";
import { SelectionWords } from "#components/republish/job/selection-words";
import { TakeOutcomes } from "#components/republish/job/take-outcomes";
import { useTRPC } from "#components/trpc";
import { buttonClass } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { GivenText } from "#components/ui/given-text";
import { PageLink } from "#components/ui/page-link";
import { PageHead, Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { AsOf, Time } from "#components/ui/time/time";
import { isSettled, type RepublishJobView } from "#server/vocabulary/republish-job";
import { useLive } from "../../live/use-live.ts";

const WHILE_RUNNING_MS = 1_000;
const ITEMS_MS = 4_000;

/** One job: what was ordered, how far it is, what came of it. Follows the job while it runs and the tab is seen. */
export function JobPage({ jobId }: { jobId: string }) {
  const t = useTranslations("job");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { queryKey } = trpc.republish.show.queryOptions({ jobId });
  const known = cache.getQueryData(queryKey);
  const { isLive, stream } = useLive(known !== undefined && !isSettled(known));
  const { data, error, refetch, isFetching } = useQuery(
    trpc.republish.show.queryOptions(
      { jobId },
      {
        staleTime: 0,
        refetchInterval: ({ state }) => (isLive || (state.data && isSettled(state.data)) ? false : WHILE_RUNNING_MS),
      },
    ),
  );
  useSubscription(
    trpc.republish.follow.subscriptionOptions(
      { jobId },
      { ...stream, onData: (view) => cache.setQueryData(queryKey, view) },
    ),
  );
  if (data !== undefined) return <JobBody view={data} isLive={isLive} />;
  if (error === null) return <RowsLoading label={t("loading")} />;
  if (error.data?.code === "NOT_FOUND" || error.data?.code === "BAD_REQUEST") {
    return (
      <EmptyState page icon={SearchX} title={t("notFound")} hint={t("notFoundHint")}>
        <PageLink href="/republish" className={buttonClass()}>
          {t("all")}
        </PageLink>
      </EmptyState>
    );
  }
  return <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />;
}

function JobBody({ view, isLive }: { view: RepublishJobView; isLive: boolean }) {
  const { job, selection, errors, asOf } = view;
  const t = useTranslations("job");
  const to = job.target === "ALL" ? t("everybody") : job.target;
  const refetchMs = isSettled(view) ? false : ITEMS_MS;
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
              {job.ticket !== null && <span>· {job.ticket}</span>}
              {job.repeats !== null && (
                <PageLink href={`/republish/${job.repeats}`} className="text-accent hover:underline">
                  {t("repeats")}
                </PageLink>
              )}
            </span>
          }
        >
          <span className="flex items-center gap-2 text-meta text-ink-faint">
            <AsOf iso={asOf} />
            {isLive && <LiveMark />}
          </span>
          <JobStateMark state={job.state} />
          <JobControls job={job} />
        </PageHead>
      </div>
      <JobApproval job={job} />
      <JobForetold job={job} />
      <div className="rounded-lg bg-raised px-4 py-2.5">
        <p>
          <span className="text-meta text-ink-faint">{t("reason")} </span>
          <GivenText text={job.reason} />
        </p>
        <p className="text-meta text-ink-soft">
          <SelectionWords selection={selection} /> · {t("bound")} <Time iso={job.asOf} exact />
        </p>
        {job.lateEvents > 0 && <p className="text-missed">{t("late", { count: job.lateEvents })}</p>}
      </div>
      <Panel title={t("progress")} aside={t("confirmedHint")}>
        <JobCourse job={job} asOf={asOf} />
        <JobCounts job={job} />
      </Panel>
      {errors.length > 0 && (
        <Panel title={t("errors")}>
          <JobErrors errors={errors} />
        </Panel>
      )}
      <Panel title={t("handled")}>
        <JobHandled job={job} refetchMs={refetchMs} />
      </Panel>
      <Panel title={t("items")} aside={<TakeOutcomes job={job} />}>
        <JobItems job={job} refetchMs={refetchMs} />
      </Panel>
    </div>
  );
}
