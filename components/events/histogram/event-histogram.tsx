"use client";

import { clsx } from "clsx";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Facets } from "#components/events/histogram/facets";
import { FoundMembersTable } from "#components/events/histogram/found-members";
import { HistogramBars } from "#components/events/histogram/histogram-bars";
import { HistogramTable } from "#components/events/histogram/histogram-table";
import { HowMany } from "#components/events/histogram/how-many";
import { StackLegend } from "#components/events/histogram/stack-legend";
import { usePreferences } from "#components/preferences/preferences-provider";
import { Button } from "#components/ui/button";
import { FailedState } from "#components/ui/failed-state";
import { Bone } from "#components/ui/skeleton";
import type { Condition } from "#server/vocabulary/conditions";
import { type Stacking, stackings } from "#server/vocabulary/explore/histogram";
import { withCondition, withoutPeriod } from "../filters/change-conditions.ts";
import { periodOfBars } from "./period-of-bars.ts";
import { type CountedSearch, useEventCounts } from "./use-event-counts.ts";

export type HistogramProps = {
  search: CountedSearch;
  /** False while nothing was found yet: then there is nothing to count. */
  isAsked: boolean;
  onChange: (conditions: Condition[]) => void;
};

/** What stands below the bars. */
const parts = ["values", "members"] as const;
type Part = (typeof parts)[number];

const pressed = "aria-pressed:bg-accent-soft aria-pressed:text-ink";

/** How many events a search finds, when they happened, with which values and of whom. */
export function EventHistogram({ search, isAsked, onChange }: HistogramProps) {
  const t = useTranslations("histogram");
  const { zone } = usePreferences();
  const { conditions } = search;
  const [by, setBy] = useState<Stacking>("family");
  const [asTable, setAsTable] = useState(false);
  const [open, setOpen] = useState<Part | null>(null);
  // The periods from which somebody zoomed in, to go back by.
  const [before, setBefore] = useState<(readonly Condition[])[]>([]);
  const counts = useEventCounts(search, { by, isAsked });
  const histogram = counts.data?.histogram ?? null;
  const period = conditions.filter(({ field }) => field === "occurred");
  const asked = period.length === 1 ? (period[0]?.values[0] ?? null) : null;
  const zoom = (first: number, last: number) => {
    if (histogram === null) return;
    setBefore([...before, period]);
    const range = periodOfBars({ ...histogram, first, last }, zone, asked);
    onChange(withCondition(withoutPeriod(conditions), { field: "occurred", operator: "between", values: [range] }));
  };
  const canGoBack = period.length > 0;
  const back = () => {
    if (!canGoBack) return;
    setBefore(before.slice(0, -1));
    onChange([...withoutPeriod(conditions), ...(before.at(-1) ?? [])]);
  };
  if (!isAsked && counts.data === undefined) return null;
  return (
    <section
      aria-label={t("title")}
      aria-busy={counts.isPlaceholderData}
      className="mb-3 min-h-46 rounded-lg border border-line bg-surface px-4 pt-2 pb-3"
    >
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <HowMany counts={counts.data} search={search} isOld={counts.isPlaceholderData} />
        <div className="flex flex-wrap items-center gap-1">
          {stackings.map((one) => (
            <Button
              key={one}
              size="small"
              look="ghost"
              aria-pressed={by === one}
              onClick={() => setBy(one)}
              className={pressed}
            >
              {t(`by.${one}`)}
            </Button>
          ))}
          <Button
            size="small"
            look="ghost"
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
            className={pressed}
          >
            {t("asTable")}
          </Button>
          {parts.map((part) => (
            <Button
              key={part}
              size="small"
              look="ghost"
              aria-pressed={open === part}
              onClick={() => setOpen(open === part ? null : part)}
              className={pressed}
            >
              {t(part)}
            </Button>
          ))}
          <Button size="small" look="ghost" disabled={!canGoBack} onClick={back}>
            {t("back")}
          </Button>
        </div>
      </div>
      {counts.isError && counts.data === undefined && (
        <FailedState
          what={t("failed")}
          error={counts.error}
          onRetry={() => counts.refetch()}
          retrying={counts.isFetching}
        />
      )}
      {counts.isPending && <Bone className="after-a-moment mt-2 h-24" />}
      {histogram !== null && (
        <div className={clsx(counts.isPlaceholderData && "opacity-60")}>
          {asTable ? (
            <HistogramTable histogram={histogram} by={by} onZoom={zoom} />
          ) : (
            <HistogramBars key={histogram.edges.join()} histogram={histogram} by={by} onZoom={zoom} onBack={back} />
          )}
          <StackLegend histogram={histogram} by={by} />
        </div>
      )}
      {open === "values" && <Facets search={search} onChange={onChange} />}
      {open === "members" && <FoundMembersTable search={search} />}
    </section>
  );
}
