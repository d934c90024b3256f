"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronRight, CircleCheck, Hand } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { useTranslations } from "use-intl";
import { GLANCE_EVERY_MS } from "#components/home/publication-tile";
import { useMe } from "#components/me-provider";
import { useTRPC } from "#components/trpc";
import { FailedState } from "#components/ui/failed-state";
import { PageLink } from "#components/ui/page-link";
import { Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { AsOf, Time } from "#components/ui/time/time";
import { usePublicationStatus } from "../publication/use-publication-status.ts";
import { useRowKeys } from "../ui/keys/use-row-keys.ts";
import { type HandLine, handLines } from "./hand-lines.ts";

/** Everything that waits for an admin, each a link to where it is seen to; one quiet line when nothing does. */
export function NeedsAHand() {
  const t = useTranslations("needsAHand");
  const trpc = useTRPC();
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  const every = { refetchInterval: GLANCE_EVERY_MS };
  const publication = usePublicationStatus({ everyMs: GLANCE_EVERY_MS });
  const jobs = useQuery(trpc.republish.list.queryOptions({ which: "open" }, every));
  const reviews = useQuery(trpc.republish.unreviewed.queryOptions({}, every));
  // SNS is asked for each policy: not as often.
  const subscribers = useQuery(trpc.subscribers.list.queryOptions({}, { refetchInterval: 6 * GLANCE_EVERY_MS }));
  const asked = [publication, jobs, reviews, subscribers];
  const failed = asked.find(({ isError }) => isError);
  const lines = handLines({
    meId: useMe().id,
    status: publication.data,
    openJobs: jobs.data?.jobs ?? [],
    unreviewed: reviews.data?.unreviewed.length ?? 0,
    subscribers: subscribers.data?.subscribers ?? [],
  });
  const isReading = asked.some(({ data, isError }) => data === undefined && !isError);
  const asOf = publication.data?.asOf;
  return (
    <Panel title={t("title")} aside={asOf !== undefined && <AsOf iso={asOf} />}>
      {lines.length > 0 && (
        <ul ref={list}>
          {lines.map((line) => (
            <Line key={JSON.stringify(line)} line={line} />
          ))}
        </ul>
      )}
      {failed !== undefined && (
        <FailedState
          what={t("failed")}
          error={failed.error}
          onRetry={() => failed.refetch()}
          retrying={failed.isFetching}
        />
      )}
      {isReading && lines.length === 0 && <RowsLoading label={t("loading")} rows={2} />}
      {!isReading && failed === undefined && lines.length === 0 && (
        <p className="flex items-center gap-2 border-t border-line px-4 py-2.5 text-ink-soft">
          <CircleCheck aria-hidden className="size-4 text-published" />
          {t("nothing")}
        </p>
      )}
    </Panel>
  );
}

function Line({ line }: { line: HandLine }) {
  return (
    <li className="border-t border-line">
      <PageLink
        data-row
        href={line.href}
        className="flex min-h-(--row) items-center gap-3 px-4 py-1.5 hover:bg-raised focus-visible:bg-accent-soft focus-visible:-outline-offset-2"
      >
        <Hand aria-hidden className="size-4 shrink-0 text-missed" />
        <span className="min-w-0 flex-1 wrap-anywhere">{useSayLine()(line)}</span>
        <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-faint" />
      </PageLink>
    </li>
  );
}

function useSayLine(): (line: HandLine) => ReactNode {
  const t = useTranslations("needsAHand.lines");
  return (line) => {
    switch (line.kind) {
      case "workersSilent":
        return t(line.kind);
      case "topicAway":
        return t.rich(line.kind, { layer: line.layer, since: () => <Time iso={line.since} exact /> });
      case "sqsAway":
        return t.rich(line.kind, { since: () => <Time iso={line.since} exact /> });
      case "queueAway":
        return t.rich(line.kind, { subscriber: line.subscriber, since: () => <Time iso={line.since} exact /> });
      case "stopped":
        return t.rich(line.kind, { layer: line.layer, by: line.by, since: () => <Time iso={line.since} /> });
      case "parked":
      case "overdue":
        return t(line.kind, { layer: line.layer, count: line.count });
      case "failing":
      case "deadLetters":
        return t(line.kind, { subscriber: line.subscriber, count: line.count });
      case "toApprove":
      case "toReview":
      case "paused":
        return t(line.kind, { count: line.count });
      case "drift":
      case "notSubscribed":
        return t(line.kind, { subscriber: line.subscriber });
    }
  };
}
