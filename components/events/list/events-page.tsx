"use client";

import { Braces, ListX, Radio } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { EventDrawer } from "#components/events/dossier/event-drawer";
import { ExplorerTabs } from "#components/events/explorer-tabs";
import { ExportEvents } from "#components/events/export/export-events";
import { NotSearched } from "#components/events/filters/fault-list";
import { FilterBar } from "#components/events/filters/filter-bar";
import { LazyHistogram } from "#components/events/histogram/lazy-histogram";
import { EventTable } from "#components/events/list/event-table";
import { PartialNote, ViewBar } from "#components/events/list/late-parts";
import { ListEnd } from "#components/events/list/list-end";
import { NoAddressNote } from "#components/events/list/no-address-note";
import { RepublishThese } from "#components/events/list/republish-these";
import { SearchingNote } from "#components/events/list/searching-note";
import { LazyLiveTail } from "#components/events/live/lazy-live-tail";
import { ViewMenu } from "#components/events/views/view-menu";
import { Button, buttonClass } from "#components/ui/button";
import { Count } from "#components/ui/count";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { PageLink } from "#components/ui/page-link";
import { PageHead, Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { AsOf } from "#components/ui/time/time";
import type { Condition } from "#server/vocabulary/conditions";
import { useOpenEvent } from "../dossier/use-open-event.ts";
import { withoutPeriod } from "../filters/change-conditions.ts";
import { useConditions } from "../filters/use-conditions.ts";
import { useLook, useOpenView } from "../views/use-open-view.ts";
import { eventSearchKey, PAGE_PARAMS } from "./event-pages.ts";
import { useEventSearch } from "./use-event-search.ts";

const OPENS_VIEWS = { opensViews: true };

/** The explorer: which events conditions find, as of when, newest first. What was not understood finds nothing. */
export function EventsPage() {
  const t = useTranslations("events");
  const policy = useTranslations("policySearch");
  const filter = useTranslations("filter");
  const params = useSearchParams();
  const { conditions, faults, isReading, change } = useConditions(PAGE_PARAMS, OPENS_VIEWS);
  const isAsked = faults.length === 0 && !isReading;
  const [live, setLive] = useState(false);
  const search = useEventSearch(conditions, { isAsked });
  // Rows of the search before say nothing of this one: neither how many nor as of when.
  const isOfBefore = search.isPlaceholderData;
  const pages = isAsked && !isOfBefore ? (search.data?.pages ?? []) : [];
  const events = useMemo(
    () => (isAsked ? (search.data?.pages.flatMap((page) => page.events) ?? []) : []),
    [search.data, isAsked],
  );
  const ids = useMemo(() => events.map((event) => event.id), [events]);
  // The same object while the search is the same: the table is drawn anew only when its rows change.
  const asked = useMemo(() => ({ conditions, onChange: change }), [conditions, change]);
  const counted = useMemo(() => ({ conditions }), [conditions]);
  const asOf = pages[0]?.asOf;
  const last = pages.at(-1);
  const isPartial = last?.partial === true;
  const readTo = last?.nextCursor ?? null;
  const list = useRef<HTMLDivElement>(null);
  const { openId } = useOpenEvent();
  const { view } = useOpenView();
  useLook(view, pages.length > 0);

  return (
    <>
      <ExplorerTabs here="events" />
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
        <ExportEvents asked={{ kind: "events", conditions }} isAsked={isAsked} />
        <RepublishThese query={questionOf(params)} />
        <ViewMenu />
        <PageLink href={`/events?policy=&${questionOf(params)}`} className={buttonClass()}>
          <Braces aria-hidden className="size-3.5" />
          {t("toPolicy")}
        </PageLink>
        <button
          type="button"
          role="switch"
          aria-checked={live}
          onClick={() => setLive(!live)}
          className="inline-flex h-8 items-center gap-1.5 rounded-md border border-line-strong/60 bg-surface px-3 hover:bg-raised aria-checked:border-published aria-checked:bg-published-soft aria-checked:text-published pointer-coarse:h-10"
        >
          <Radio aria-hidden className="size-3.5" />
          {t("live")}
        </button>
      </PageHead>
      <FilterBar conditions={conditions} faults={faults} onChange={change} />
      {(view !== undefined || (isAsked && conditions.length > 0)) && (
        <ViewBar question={isAsked ? { conditions, policy: null } : null} />
      )}
      <p className="mb-3 text-meta text-ink-faint">{filter("shape")}</p>
      {isAsked && <LazyHistogram search={counted} isAsked={events.length > 0} onChange={change} />}
      <Panel label={t("title")}>
        {isPartial && <PartialNote readTo={readTo} asked={asked} />}
        {isAsked && isOfBefore && <SearchingNote />}
        {((isAsked && search.isPending) || isReading) && <RowsLoading label={t("loading")} rows={12} />}
        {isAsked && search.isError && search.data === undefined && (
          <FailedState
            what={t("failed")}
            error={search.error}
            onRetry={() => search.refetch()}
            retrying={search.isFetching}
          />
        )}
        {isAsked && search.data !== undefined && !isOfBefore && events.length === 0 && !isPartial && (
          <NothingFound conditions={conditions} onChange={change} />
        )}
        <NoAddressNote pages={isAsked ? (search.data?.pages ?? []) : []} shown={events.length} {...asked} />
        {live && asOf !== undefined && (
          <LazyLiveTail
            key={JSON.stringify(conditions)}
            conditions={conditions}
            listKey={eventSearchKey(conditions)}
            since={asOf}
            list={list}
            isBusy={search.isFetchingNextPage || openId !== null}
            onSignedOut={() => void search.refetch()}
          />
        )}
        <div ref={list} className="scroll-mt-24">
          {events.length > 0 && <EventTable events={events} stale={isOfBefore} asked={asked} />}
        </div>
        {isPartial && (
          // Not by itself: each step may read for a second.
          <div className="flex justify-center p-4">
            <Button onClick={() => void search.fetchNextPage()} disabled={search.isFetchingNextPage}>
              {search.isFetchingNextPage ? t("loading") : policy("goOn")}
            </Button>
          </div>
        )}
        {isAsked && !isPartial && !isOfBefore && (
          <ListEnd
            list={search}
            words={{ more: t("older"), loading: t("loading"), retry: t("retry"), end: t("end") }}
            isEmpty={events.length === 0}
          />
        )}
        {faults.length > 0 && <NotSearched />}
      </Panel>
      <EventDrawer ids={ids} />
    </>
  );
}

/** What the explorer is asked, as its address asks it. */
function questionOf(params: URLSearchParams): string {
  const query = new URLSearchParams(params);
  query.delete("event");
  return query.toString();
}

type Conditions = { conditions: readonly Condition[]; onChange: (conditions: Condition[]) => void };

function NothingFound({ conditions, onChange }: Conditions) {
  const t = useTranslations("events");
  const asksUnpublished = conditions.some(
    ({ field, values }) => field === "publication" && !values.includes("published"),
  );
  if (asksUnpublished) {
    const isAlone = conditions.length === 1;
    return (
      <EmptyState
        icon={ListX}
        title={isAlone ? t("allPublished") : t("noneUnpublished")}
        hint={isAlone ? t("allPublishedHint") : t("noneUnpublishedHint")}
      >
        <Button onClick={() => onChange([])}>{t("showAll")}</Button>
      </EmptyState>
    );
  }
  const others = withoutPeriod(conditions);
  const hasPeriod = others.length < conditions.length;
  return (
    <EmptyState icon={ListX} title={t("empty")} hint={hasPeriod ? t("emptyPeriodHint") : t("emptyHint")}>
      {hasPeriod && <Button onClick={() => onChange(others)}>{t("anyTime")}</Button>}
      {conditions.length > 0 && <Button onClick={() => onChange([])}>{t("showAll")}</Button>}
    </EmptyState>
  );
}
