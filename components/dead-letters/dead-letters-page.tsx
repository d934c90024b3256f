"use client";

import { useQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { QueueLetters } from "#components/dead-letters/queue-letters";
import { QueueList } from "#components/dead-letters/queue-list";
import { FaultList } from "#components/events/filters/fault-list";
import { useTRPC } from "#components/trpc";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { PageLink } from "#components/ui/page-link";
import { PageHead, Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { dropFaults } from "../events/filters/drop-faults.ts";
import { chosenQueue } from "./chosen-queue.ts";

/** Counting is cheap and takes nothing away; reading is asked for by a person. */
const EVERY_MS = 5_000;

/** What receivers gave up, queue by queue: what it is, why, and what to do with it. */
export function DeadLettersPage() {
  const t = useTranslations("deadLetters");
  const trpc = useTRPC();
  const params = useSearchParams();
  const { data, error, refetch, isFetching } = useQuery(
    trpc.deadLetters.queues.queryOptions({}, { refetchInterval: EVERY_MS, staleTime: EVERY_MS }),
  );
  const { chosen, faults } = chosenQueue(data ?? [], new URLSearchParams(params));
  return (
    <div className="grid gap-4">
      <div className="-mb-4">
        <PageHead
          title={t("title")}
          sub={
            <span className="flex flex-wrap gap-x-1.5">
              <PageLink href="/publication" className="text-accent hover:underline">
                {t("back")}
              </PageLink>
              <span>· {t("sub")}</span>
            </span>
          }
        />
      </div>
      {data === undefined && error === null && <RowsLoading label={t("loading")} />}
      {data === undefined && error !== null && (
        <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
      )}
      {data !== undefined && chosen === undefined && (
        <Panel>
          <EmptyState icon={Inbox} title={t("noQueue")} hint={t("noQueueHint")} />
        </Panel>
      )}
      {data !== undefined && chosen !== undefined && (
        <div className="grid items-start gap-4 rail:grid-cols-[minmax(0,17rem)_minmax(0,1fr)]">
          <QueueList queues={data} chosen={faults.length === 0 ? chosen : null} />
          {faults.length === 0 ? (
            <QueueLetters key={chosen.queue} queue={chosen} />
          ) : (
            <FaultList faults={faults} onDrop={() => dropFaults(faults)} />
          )}
        </div>
      )}
    </div>
  );
}
