"use client";

import { Braces, ListX, Radio, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { EventDrawer } from "#components/events/dossier/event-drawer";
import { FilterBar } from "#components/events/filters/filter-bar";
import { EventTable } from "#components/events/list/event-table";
import { ListEnd } from "#components/events/list/list-end";
import { RepublishThese } from "#components/events/list/republish-these";
import { Button, buttonClass } from "#components/ui/button";
import { Count } from "#components/ui/count";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { PageHead, Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { AsOf } from "#components/ui/time/time";
import type { EventFilter } from "#server/vocabulary/event-filter";
import { type ReadFilter, useEventFilter } from "./use-event-filter.ts";
import { useEventSearch } from "./use-event-search.ts";

/** The explorer: which events a filter finds, as of when, newest first. */
export function EventsPage({ initial }: { initial: ReadFilter }) {
  const t = useTranslations("events");
  const { filter, faults, change } = useEventFilter(initial);
  const [live, setLive] = useState(false);
  const search = useEventSearch(filter, { live });
  const pages = search.data?.pages ?? [];
  const events = useMemo(() => search.data?.pages.flatMap((page) => page.events) ?? [], [search.data]);
  const ids = useMemo(() => events.map((event) => event.id), [events]);
  const asOf = pages[0]?.asOf;
  const livePaused = live && pages.length > 1;

  return (
    <>
      <PageHead
        title={t("title")}
        sub={
          asOf === undefined ? undefined : (
            <span className="flex flex-wrap gap-x-1.5">
              <span>
                {t.rich("shown", {
                  n: (unit) => (
                    <Count value={events.length} floor={search.hasNextPage}>
                      {unit}
                    </Count>
                  ),
                  count: events.length,
                })}
              </span>
              <span>· {t("order")} ·</span>
              <AsOf iso={asOf} />
            </span>
          )
        }
      >
        <RepublishThese />
        <Link href="/events?policy=" prefetch={false} className={buttonClass()}>
          <Braces aria-hidden className="size-3.5" />
          {t("toPolicy")}
        </Link>
        <button
          type="button"
          role="switch"
          aria-checked={live}
          onClick={() => setLive(!live)}
          className="inline-flex h-8 items-center gap-1.5 rounded-md border border-line-strong/60 bg-surface px-3 hover:bg-raised aria-checked:border-published aria-checked:bg-published-soft aria-checked:text-published pointer-coarse:h-10"
        >
          <Radio aria-hidden className="size-3.5" />
          {livePaused ? t("livePaused") : live ? t("liveOn") : t("live")}
        </button>
      </PageHead>
      <FilterBar filter={filter} faults={faults} onChange={change} />
      <Panel label={t("title")}>
        {pages.some((page) => page.partial) && <PartialNote />}
        {search.isPending && <RowsLoading label={t("loading")} rows={12} />}
        {search.isError && search.data === undefined && (
          <FailedState
            what={t("failed")}
            error={search.error}
            onRetry={() => search.refetch()}
            retrying={search.isFetching}
          />
        )}
        {search.data !== undefined && events.length === 0 && <NothingFound filter={filter} onChange={change} />}
        {events.length > 0 && <EventTable events={events} stale={search.isPlaceholderData} />}
        <ListEnd
          list={search}
          words={{ more: t("older"), loading: t("loading"), retry: t("retry"), end: t("end") }}
          isEmpty={events.length === 0}
          live={live}
        />
      </Panel>
      <EventDrawer ids={ids} />
    </>
  );
}

function PartialNote() {
  const t = useTranslations("events");
  return (
    <p role="status" className="flex items-center gap-2 border-b border-line bg-missed-soft px-4 py-2 text-missed">
      <TriangleAlert aria-hidden className="size-4 shrink-0" />
      {t("partial")}
    </p>
  );
}

function NothingFound({ filter, onChange }: { filter: EventFilter; onChange: (filter: EventFilter) => void }) {
  const t = useTranslations("events");
  if (filter.unpublished) {
    const isAlone = Object.keys(filter).length === 1;
    return (
      <EmptyState
        icon={ListX}
        title={isAlone ? t("allPublished") : t("noneUnpublished")}
        hint={isAlone ? t("allPublishedHint") : t("noneUnpublishedHint")}
      >
        <Button onClick={() => onChange({})}>{t("showAll")}</Button>
      </EmptyState>
    );
  }
  const { from, to, ...others } = filter;
  const hasPeriod = from !== undefined || to !== undefined;
  return (
    <EmptyState icon={ListX} title={t("empty")} hint={hasPeriod ? t("emptyPeriodHint") : t("emptyHint")}>
      {hasPeriod && <Button onClick={() => onChange(others)}>{t("anyTime")}</Button>}
      {Object.keys(filter).length > 0 && <Button onClick={() => onChange({})}>{t("showAll")}</Button>}
    </EmptyState>
  );
}
