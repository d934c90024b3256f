"use client";

import { CircleHelp, ListX } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { EventDrawer } from "#components/events/dossier/event-drawer";
import { LazyHistogram } from "#components/events/histogram/lazy-histogram";
import { EventTable } from "#components/events/list/event-table";
import { PartialNote } from "#components/events/list/late-parts";
import { LoadMore } from "#components/events/list/load-more";
import { SearchingNote } from "#components/events/list/searching-note";
import { PolicyExplainDialog } from "#components/events/policy/policy-explain-dialog";
import { Button } from "#components/ui/button";
import { Count } from "#components/ui/count";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState, FormFault } from "#components/ui/failed-state";
import { Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { AsOf } from "#components/ui/time/time";
import type { Condition } from "#server/vocabulary/conditions";
import type { MemberEvent } from "#server/vocabulary/member-event";
import { withoutPeriod } from "../filters/change-conditions.ts";
import type { PolicyQuestion } from "./policy-params.ts";
import { usePolicySearch } from "./use-policy-question.ts";

type Props = {
  question: PolicyQuestion;
  /** Another policy is being written: these rows are not its answer. */
  isOutdated: boolean;
  onConditions: (conditions: Condition[]) => void;
};

/** The events a policy lets through; each row can say why. */
export function PolicyResults({ question, isOutdated, onConditions }: Props) {
  const t = useTranslations("events");
  const words = useTranslations("policySearch");
  const search = usePolicySearch(question);
  const hasPeriod = question.conditions.some(({ field }) => field === "occurred");
  const [explained, setExplained] = useState<string | null>(null);
  const isOfBefore = search.isPlaceholderData;
  const pages = isOfBefore ? [] : (search.data?.pages ?? []);
  const events = useMemo(() => search.data?.pages.flatMap((page) => page.events) ?? [], [search.data]);
  const ids = useMemo(() => events.map((event) => event.id), [events]);
  const asOf = pages[0]?.asOf;
  const isPartial = pages.at(-1)?.partial === true;
  const readTo = pages.at(-1)?.nextCursor;
  const explainAct = useCallback(
    (event: MemberEvent) => (
      <Button size="small" look="ghost" onClick={() => setExplained(event.id)}>
        <CircleHelp aria-hidden className="size-3.5" />
        {words("explain")}
      </Button>
    ),
    [words],
  );
  return (
    <>
      <LazyHistogram
        search={{
          conditions: question.conditions,
          policy: { text: question.policy, scope: question.scope, layer: question.layer },
        }}
        isAsked={events.length > 0}
        onChange={onConditions}
      />
      <Panel
        title={words("results")}
        aside={
          asOf !== undefined && (
            <>
              {t.rich("shown", {
                n: (unit) => (
                  <Count value={events.length} floor={search.hasNextPage}>
                    {unit}
                  </Count>
                ),
                count: events.length,
              })}{" "}
              · {t("order")} · <AsOf iso={asOf} />
            </>
          )
        }
      >
        {isPartial && (
          <PartialNote readTo={readTo ?? null} asked={{ conditions: question.conditions, onChange: onConditions }} />
        )}
        {isOutdated && !isOfBefore && (
          <p role="status" className="border-y border-line bg-raised px-4 py-2 text-ink-soft">
            {words("outdated")}
          </p>
        )}
        {isOfBefore && <SearchingNote />}
        {search.isPending && <RowsLoading label={t("loading")} rows={12} />}
        {search.isError && search.data === undefined && (
          <FailedState
            what={t("failed")}
            error={search.error}
            onRetry={() => search.refetch()}
            retrying={search.isFetching}
          />
        )}
        {search.data !== undefined && !isOfBefore && events.length === 0 && !search.hasNextPage && (
          <EmptyState icon={ListX} title={words("empty")} hint={hasPeriod ? t("emptyPeriodHint") : words("emptyHint")}>
            {hasPeriod && (
              <Button onClick={() => onConditions(withoutPeriod(question.conditions))}>{t("anyTime")}</Button>
            )}
          </EmptyState>
        )}
        {events.length > 0 && (
          <EventTable
            events={events}
            stale={isOfBefore || isOutdated}
            asked={{ conditions: question.conditions, onChange: onConditions }}
            rowAct={explainAct}
          />
        )}
        {search.isFetchNextPageError && (
          <div className="p-4">
            <FormFault error={search.error} />
          </div>
        )}
        {isPartial && search.hasNextPage && (
          // Not by itself: each step may read for seconds.
          <div className="flex justify-center p-4">
            <Button onClick={() => void search.fetchNextPage()} disabled={search.isFetchingNextPage}>
              {search.isFetchingNextPage ? t("loading") : words("goOn")}
            </Button>
          </div>
        )}
        {!isPartial && !isOfBefore && search.hasNextPage && (
          <LoadMore
            label={t("older")}
            busyLabel={t("loading")}
            busy={search.isFetchingNextPage}
            onMore={() => void search.fetchNextPage()}
          />
        )}
        {search.data !== undefined && !isOfBefore && !search.hasNextPage && events.length > 0 && (
          <p className="border-t border-line px-4 py-3 text-center text-meta text-ink-faint">{t("end")}</p>
        )}
      </Panel>
      <EventDrawer ids={ids} />
      <PolicyExplainDialog
        eventId={explained}
        layer={question.layer}
        policy={{ text: question.policy, scope: question.scope }}
        onClose={() => setExplained(null)}
      />
    </>
  );
}
