"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { AccessFilter } from "#components/access-records/access-filter";
import { AccessTable } from "#components/access-records/access-table";
import { OversightPanel } from "#components/access-records/oversight-panel";
import { PeoplePanel } from "#components/access-records/people-panel";
import { PersonPanel } from "#components/access-records/person-panel";
import { FaultList, NotSearched } from "#components/events/filters/fault-list";
import { ListEnd } from "#components/events/list/list-end";
import { useTRPCClient } from "#components/trpc";
import { buttonClass } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { PageLink } from "#components/ui/page-link";
import { PageHead, Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { AsOf } from "#components/ui/time/time";
import { firstPage } from "../events/list/event-pages.ts";
import {
  type AccessAsked,
  accessHref,
  accessKey,
  accessRequest,
  nextAccessOf,
  readAccessParams,
} from "./access-pages.ts";

/** Who looked at whose data and what staff did: of one member, by one person, or all. */
export function AccessRecordsPage() {
  const t = useTranslations("accessRecords");
  const review = useTranslations("monthlyReview");
  const params = useSearchParams();
  const { asked, faults } = useMemo(() => readAccessParams(new URLSearchParams(params)), [params]);
  const isAsked = faults.length === 0;
  return (
    <>
      <PageHead title={t("title")} sub={t("sub")}>
        <PageLink href="/access-records/review" className={buttonClass()}>
          {review("title")}
        </PageLink>
      </PageHead>
      <OversightPanel />
      <AccessFilter asked={asked} />
      {isAsked && asked.login === undefined && asked.memberId === undefined && <PeoplePanel />}
      {isAsked && asked.login !== undefined && asked.memberId === undefined && (
        <PersonPanel asked={asked} login={asked.login} />
      )}
      {!isAsked && (
        <div className="mb-3">
          <FaultList faults={faults} onDrop={() => window.history.pushState(null, "", accessHref(asked))} />
        </div>
      )}
      <Panel label={t("title")}>{isAsked ? <AccessRows asked={asked} /> : <NotSearched />}</Panel>
    </>
  );
}

function AccessRows({ asked }: { asked: AccessAsked }) {
  const t = useTranslations("accessRecords");
  const client = useTRPCClient();
  const found = useInfiniteQuery({
    queryKey: accessKey(asked),
    queryFn: ({ pageParam, signal }) => client.accessRecords.list.query(accessRequest(asked, pageParam), { signal }),
    initialPageParam: firstPage(),
    getNextPageParam: nextAccessOf,
    placeholderData: keepPreviousData,
  });
  const records = useMemo(() => found.data?.pages.flatMap((page) => page.records) ?? [], [found.data]);
  if (found.isPending) return <RowsLoading label={t("loading")} rows={10} tall />;
  if (found.data === undefined) {
    return (
      <FailedState what={t("failed")} error={found.error} onRetry={() => found.refetch()} retrying={found.isFetching} />
    );
  }
  if (records.length === 0) return <NoRecords asked={asked} />;
  const asOf = found.data.pages[0]?.asOf;
  return (
    <>
      <p className="border-b border-line px-4 py-2 text-meta text-ink-faint">
        {t("order")} {asOf !== undefined && <AsOf iso={asOf} />}
      </p>
      <AccessTable records={records} asked={asked} stale={found.isPlaceholderData} />
      <ListEnd
        list={found}
        words={{ more: t("more"), loading: t("loading"), retry: t("retry"), end: t("end") }}
        isEmpty={records.length === 0}
      />
    </>
  );
}

function NoRecords({ asked }: { asked: AccessAsked }) {
  const t = useTranslations("accessRecords");
  if (Object.keys(asked).length === 0) {
    return <EmptyState icon={ScrollText} title={t("empty")} hint={t("emptyHint")} />;
  }
  return (
    <EmptyState icon={ScrollText} title={t("emptyFiltered")} hint={t("emptyFilteredHint")}>
      <PageLink href={accessHref({})} className={buttonClass()}>
        {t("clear")}
      </PageLink>
    </EmptyState>
  );
}
