"use client";

import { Ban } from "lucide-react";
import { useTranslations } from "use-intl";
import { IconButton } from "#components/ui/button";
import { Count } from "#components/ui/count";
import { FailedState } from "#components/ui/failed-state";
import { RowsLoading } from "#components/ui/skeleton";
import { Time } from "#components/ui/time/time";
import type { Condition } from "#server/vocabulary/conditions";
import type { Facet } from "#server/vocabulary/explore/event-facets";
import { withCondition } from "../filters/change-conditions.ts";
import { useSayCondition } from "../filters/use-say-condition.ts";
import { type CountedSearch, useEventFacets } from "./use-event-counts.ts";

type Props = { search: CountedSearch; onChange: (conditions: Condition[]) => void };

/** The most frequent values of what was found, by field: a click narrows to a value, the button beside it leaves it out. */
export function Facets({ search, onChange }: Props) {
  const t = useTranslations("facets");
  const facets = useEventFacets(search);
  if (facets.isPending) return <RowsLoading label={t("loading")} rows={4} />;
  if (facets.data === undefined) {
    return (
      <FailedState
        what={t("failed")}
        error={facets.error}
        onRetry={() => facets.refetch()}
        retrying={facets.isFetching}
      />
    );
  }
  const { looked, of, oldest } = facets.data;
  const add = (condition: Condition) => onChange(withCondition(search.conditions, condition));
  return (
    <section
      aria-label={t("title")}
      aria-busy={facets.isPlaceholderData}
      className="mt-3 border-t border-line pt-2 aria-busy:opacity-60"
    >
      <p className="text-meta text-ink-faint">
        {of === "all"
          ? t("ofAll", { count: looked })
          : t.rich("ofNewest", { count: looked, time: () => oldest !== null && <Time iso={oldest} exact /> })}
      </p>
      <div className="mt-2 grid grid-cols-[repeat(auto-fill,minmax(190px,1fr))] gap-x-5 gap-y-4">
        {facets.data.facets.map((facet) => (
          <FacetList key={facet.field} facet={facet} onAdd={add} />
        ))}
      </div>
    </section>
  );
}

function FacetList({ facet, onAdd }: { facet: Facet; onAdd: (condition: Condition) => void }) {
  const t = useTranslations("facets");
  const filter = useTranslations("filter");
  const say = useSayCondition();
  const { field, values, different } = facet;
  return (
    <div className="min-w-0">
      <h3 className="text-meta font-medium text-ink-soft">{filter(`fields.${field}`)}</h3>
      {values.length === 0 && <p className="text-meta text-ink-faint">{t("none")}</p>}
      <ul>
        {values.map(({ value, count }) => {
          const only: Condition = { field, operator: "any", values: [value] };
          const [word = value] = say(only).values;
          return (
            <li key={value} className="flex items-center gap-1">
              <button
                type="button"
                title={value}
                aria-label={`${t("only", { value: word })}, ${t("times", { count })}`}
                onClick={() => onAdd(only)}
                className="flex min-h-6 min-w-0 flex-1 items-center justify-between gap-2 rounded px-1 text-left hover:bg-raised pointer-coarse:min-h-9"
              >
                <bdi className="truncate">{word}</bdi>
                <span className="text-meta text-ink-faint">
                  <Count value={count} />
                </span>
              </button>
              <IconButton
                label={t("without", { value: word })}
                className="size-6!"
                onClick={() => onAdd({ ...only, operator: "none" })}
              >
                <Ban aria-hidden className="size-3" />
              </IconButton>
            </li>
          );
        })}
      </ul>
      {different > values.length && (
        <p className="px-1 text-meta text-ink-faint">{t("more", { count: different - values.length })}</p>
      )}
    </div>
  );
}
