"use client";

import { useQuery } from "@tanstack/react-query";
import { Repeat2 } from "lucide-react";
import Link from "next/link";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { JobStateMark } from "#components/republish/job-state";
import { useTRPC } from "#components/trpc";
import { buttonClass } from "#components/ui/button";
import { Count } from "#components/ui/count";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { RowsLoading } from "#components/ui/skeleton";
import { Time } from "#components/ui/time/time";
import type { RepublishJob } from "#server/vocabulary/republish-order";
import { useRowKeys } from "../ui/keys/use-row-keys.ts";

const WHILE_RUNNING_MS = 2_000;

/** The newest jobs. `limit` shortens the list for the home page. */
export function JobList({ limit }: { limit?: number }) {
  const t = useTranslations("jobs");
  const trpc = useTRPC();
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  const {
    data: jobs,
    error,
    refetch,
    isFetching,
  } = useQuery(
    trpc.republish.recent.queryOptions(
      {},
      { refetchInterval: ({ state }) => (state.data?.some(isOpen) ? WHILE_RUNNING_MS : false) },
    ),
  );
  if (jobs === undefined) {
    if (error === null) return <RowsLoading label={t("loading")} rows={limit ?? 6} tall />;
    return <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />;
  }
  if (jobs.length === 0) {
    return (
      <EmptyState icon={Repeat2} title={t("empty")} hint={t("emptyHint")}>
        <Link href="/events" prefetch={false} className={buttonClass()}>
          {t("toEvents")}
        </Link>
      </EmptyState>
    );
  }
  return (
    <ul ref={list}>
      {jobs.slice(0, limit).map((job) => (
        <li key={job.id} className="border-t border-line">
          <JobRow job={job} />
        </li>
      ))}
    </ul>
  );
}

function JobRow({ job }: { job: RepublishJob }) {
  const t = useTranslations("jobs");
  const { counts } = job;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const sent = counts.sent + counts.confirmed;
  return (
    <Link
      data-row
      href={`/republish/${job.id}`}
      prefetch={false}
      className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-0.5 px-4 py-2.5 hover:bg-raised focus-visible:bg-accent-soft focus-visible:-outline-offset-2"
    >
      <span className="min-w-0 truncate font-medium">
        {t("to", { target: job.target === "ALL" ? t("everybody") : job.target })}
        <span className="font-normal text-ink-soft"> · {job.reason}</span>
      </span>
      <JobStateMark state={job.state} />
      <span className="min-w-0 truncate text-meta text-ink-faint">
        <Time iso={job.requestedAt} /> · {job.requestedBy} · {t(`layers.${job.layer}`)}
      </span>
      <span className="text-right text-meta text-ink-faint">
        <Count value={sent} />/<Count value={total} /> {t("sent")}
        {counts.failed > 0 && (
          <span className="text-failed">
            {" "}
            · <Count value={counts.failed} /> {t("failedItems")}
          </span>
        )}
      </span>
    </Link>
  );
}

function isOpen(job: RepublishJob): boolean {
  return job.state === "waiting" || job.state === "running";
}
