"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Repeat2 } from "lucide-react";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { OutcomeBar } from "#components/republish/job/job-counts";
import { JobStateMark } from "#components/republish/job/job-state";
import { useTRPCClient } from "#components/trpc";
import { Button, buttonClass } from "#components/ui/button";
import { Count } from "#components/ui/count";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { GivenText } from "#components/ui/given-text";
import { PageLink } from "#components/ui/page-link";
import { RowsLoading } from "#components/ui/skeleton";
import { Time } from "#components/ui/time/time";
import { openStates, type RepublishJob } from "#server/vocabulary/republish-job";
import { useRowKeys } from "../ui/keys/use-row-keys.ts";
import { firstPage, jobsKey, nextPageOf } from "./job/job-pages.ts";

const WHILE_RUNNING_MS = 2_000;

/** Jobs, newest first. `limit` shortens the list for the home page. */
export function JobList({ limit }: { limit?: number }) {
  const t = useTranslations("jobs");
  const client = useTRPCClient();
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  const query = useInfiniteQuery({
    queryKey: jobsKey,
    queryFn: ({ pageParam, signal }) =>
      client.republish.list.query(pageParam === undefined ? {} : { cursor: pageParam }, { signal }),
    initialPageParam: firstPage(),
    getNextPageParam: nextPageOf,
    refetchInterval: ({ state }) => (state.data?.pages[0]?.jobs.some(isOpen) ? WHILE_RUNNING_MS : false),
  });
  const { data, error, refetch, isFetching } = query;
  const jobs = data?.pages.flatMap((page) => page.jobs);
  if (jobs === undefined) {
    if (error === null) return <RowsLoading label={t("loading")} rows={limit ?? 6} tall />;
    return <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />;
  }
  if (jobs.length === 0) {
    return (
      <EmptyState icon={Repeat2} title={t("empty")} hint={t("emptyHint")}>
        <PageLink href="/events" className={buttonClass()}>
          {t("toEvents")}
        </PageLink>
      </EmptyState>
    );
  }
  return (
    <>
      <ul ref={list}>
        {jobs.slice(0, limit).map((job) => (
          <li key={job.id} className="border-t border-line">
            <JobRow job={job} />
          </li>
        ))}
      </ul>
      {limit === undefined && query.hasNextPage && (
        <div className="border-t border-line px-4 py-2.5">
          <Button size="small" onClick={() => query.fetchNextPage()} disabled={query.isFetchingNextPage}>
            {t("more")}
          </Button>
        </div>
      )}
    </>
  );
}

function JobRow({ job }: { job: RepublishJob }) {
  const t = useTranslations("jobs");
  const { counts } = job;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const sent = counts.sent + counts.confirmed;
  return (
    <PageLink
      data-row
      href={`/republish/${job.id}`}
      className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-0.5 px-4 py-2.5 hover:bg-raised focus-visible:bg-accent-soft focus-visible:-outline-offset-2"
    >
      <span className="min-w-0 truncate font-medium">
        {t("to", { target: job.target === "ALL" ? t("everybody") : job.target })}
        <span className="font-normal text-ink-soft">
          {" "}
          · <GivenText text={job.reason} />
        </span>
      </span>
      <span className="justify-self-end">
        <JobStateMark state={job.state} />
      </span>
      <span className="min-w-0 truncate text-meta text-ink-faint">
        <Time iso={job.requestedAt} /> · {job.requestedBy} · {t(`layers.${job.layer}`)}
        {job.approval?.kind === "break-glass" && <span className="text-failed"> · {t("breakGlass")}</span>}
        {job.place !== null && job.place > 0 && <span> · {t("place", { count: job.place })}</span>}
      </span>
      <span className="text-right text-meta text-ink-faint">
        <Count value={sent} />/<Count value={job.isFrozen ? total : (job.planned ?? job.frozen)} /> {t("sent")}
        {counts.failed > 0 && (
          <span className="text-failed">
            {" "}
            · <Count value={counts.failed} /> {t("failedItems")}
          </span>
        )}
      </span>
      {isOpen(job) && total > 0 && (
        <span className="col-span-2 pt-1">
          <OutcomeBar counts={counts} />
        </span>
      )}
    </PageLink>
  );
}

function isOpen(job: RepublishJob): boolean {
  return openStates.includes(job.state);
}
