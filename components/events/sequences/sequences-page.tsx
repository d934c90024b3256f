"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { ListX, UsersRound } from "lucide-react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { EventDrawer } from "#components/events/dossier/event-drawer";
import { ExplorerTabs } from "#components/events/explorer-tabs";
import { ExportEvents } from "#components/events/export/export-events";
import { PartialNote } from "#components/events/list/partial-note";
import { SearchingNote } from "#components/events/list/searching-note";
import { ChainCard } from "#components/events/sequences/chain-card";
import { ExampleList } from "#components/events/sequences/example-list";
import { SequenceEditor } from "#components/events/sequences/sequence-editor";
import { ViewBar } from "#components/events/views/view-bar";
import { ViewMenu } from "#components/events/views/view-menu";
import { useTRPCClient } from "#components/trpc";
import { Button, buttonClass } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { PageLink } from "#components/ui/page-link";
import { PageHead, Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { AsOf } from "#components/ui/time/time";
import type { Chain, Sequence, SequencePage } from "#server/vocabulary/sequence/sequence";
import { firstPage } from "../list/event-pages.ts";
import { useLook } from "../views/use-open-view.ts";
import { useSequence } from "./use-sequence.ts";

/** What happened one after the other: the question as steps, and its chains as stories. */
export function SequencesPage() {
  const t = useTranslations("sequences");
  const asked = useSequence();
  const { sequence, isBlank, isReading, ask } = asked;
  const isAsked = !isBlank && !isReading && asked.faults.length === 0 && asked.conditionFaults.length === 0;
  const search = useChains(sequence, isAsked);
  const isOfBefore = search.isPlaceholderData;
  const pages = useMemo(() => (isAsked ? (search.data?.pages ?? []) : []), [search.data, isAsked]);
  const chains = useMemo(() => pages.flatMap((page) => page.chains), [pages]);
  const events = useMemo(
    () => new Map(pages.flatMap((page) => page.events).map((event) => [event.id, event])),
    [pages],
  );
  const memberIds = useMemo(() => [...new Set(pages.flatMap((page) => page.memberIds))], [pages]);
  const ids = useMemo(() => chains.flatMap(({ steps }) => steps.flat()), [chains]);
  const last = pages.at(-1);
  const isPartial = !isOfBefore && last?.partial === true;
  useLook(asked.isAsIs ? asked.view : undefined, pages.length > 0);
  return (
    <>
      <ExplorerTabs here="sequences" />
      <PageHead
        title={t("title")}
        sub={
          last === undefined || isOfBefore ? (
            t("sub")
          ) : (
            <span className="flex flex-wrap gap-x-1.5">
              <span>
                {t("found", { chains: chains.length, members: memberIds.length, more: String(search.hasNextPage) })}
              </span>
              <span>· {t("order")} ·</span>
              <AsOf iso={pages[0]?.asOf ?? ""} />
            </span>
          )
        }
      >
        <ExportEvents asked={{ kind: "chains", sequence }} isAsked={chains.length > 0 && !isOfBefore} />
        <ViewMenu />
        {memberIds.length > 0 && !isOfBefore && (
          <PageLink
            href={`/events?${new URLSearchParams(memberIds.slice(0, 100).map((id) => ["member", id]))}`}
            className={buttonClass()}
          >
            <UsersRound aria-hidden className="size-3.5" />
            {t("theirEvents", { count: Math.min(memberIds.length, 100) })}
          </PageLink>
        )}
      </PageHead>
      {asked.isGone && <EmptyState icon={ListX} title={t("gone")} hint={t("goneHint")} />}
      {!isReading && !asked.isGone && <SequenceEditor read={asked} onChange={ask} />}
      {isBlank && !isReading && !asked.isGone && <ExampleList onAsk={ask} />}
      <ViewBar question={isAsked ? { conditions: [], policy: null, sequence } : null} />
      {isAsked && (
        <Panel label={t("chains")}>
          {isPartial && <PartialNote readTo={last?.cursor ?? null} />}
          {isOfBefore && <SearchingNote />}
          {search.isPending && <RowsLoading label={t("loading")} rows={8} />}
          {search.isError && search.data === undefined && (
            <FailedState
              what={t("failed")}
              error={search.error}
              onRetry={() => search.refetch()}
              retrying={search.isFetching}
            />
          )}
          {search.data !== undefined && !isOfBefore && chains.length === 0 && !isPartial && !search.hasNextPage && (
            <EmptyState icon={ListX} title={t("empty")} hint={t("emptyHint")}>
              {sequence.period !== null && (
                <Button onClick={() => ask({ ...sequence, period: null })}>{t("anyTime")}</Button>
              )}
            </EmptyState>
          )}
          {chains.length > 0 && (
            <ol aria-busy={isOfBefore} className="aria-busy:opacity-60">
              {inRuns(chains).map((run) => (
                <ChainCard key={`${run[0]?.key} ${run[0]?.steps.flat()[0]}`} chains={run} {...{ sequence, events }} />
              ))}
            </ol>
          )}
          {search.hasNextPage && !isOfBefore && (
            <div className="flex justify-center border-t border-line p-4">
              <Button onClick={() => void search.fetchNextPage()} disabled={search.isFetchingNextPage}>
                {search.isFetchingNextPage ? t("loading") : t("goOn")}
              </Button>
            </div>
          )}
          {pages.length > 0 && !search.hasNextPage && !isOfBefore && chains.length > 0 && (
            <p className="border-t border-line px-4 py-3 text-center text-meta text-ink-faint">{t("end")}</p>
          )}
        </Panel>
      )}
      <EventDrawer ids={ids} />
    </>
  );
}

function useChains(sequence: Sequence, isAsked: boolean) {
  const client = useTRPCClient();
  return useInfiniteQuery({
    queryKey: ["sequence", sequence],
    queryFn: ({ pageParam, signal }) =>
      client.sequences.search.query({ sequence, ...(pageParam !== undefined && { cursor: pageParam }) }, { signal }),
    initialPageParam: firstPage(),
    getNextPageParam: ({ cursor }: SequencePage) => cursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled: isAsked,
  });
}

/** Chains of one member, device or address that follow each other: somebody who fails ten times would fill the page. */
function inRuns(chains: readonly Chain[]): Chain[][] {
  const runs: Chain[][] = [];
  for (const chain of chains) {
    const last = runs.at(-1);
    if (last !== undefined && last[0]?.key === chain.key) last.push(chain);
    else runs.push([chain]);
  }
  return runs;
}
