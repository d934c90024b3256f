"use client";

import { useQuery } from "@tanstack/react-query";
import { BookmarkPlus } from "lucide-react";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { AudienceIcon } from "#components/events/views/audience-icon";
import { useTRPC } from "#components/trpc";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { GivenText } from "#components/ui/given-text";
import { PageLink } from "#components/ui/page-link";
import { RowsLoading } from "#components/ui/skeleton";
import { Time } from "#components/ui/time/time";
import type { SavedView } from "#server/vocabulary/explore/saved-view";
import { useRowKeys } from "../../ui/keys/use-row-keys.ts";
import { useSayQuestion } from "./use-say-question.ts";
import { viewHref } from "./view-href.ts";

/** A look at a view leaves less as new: whoever comes back must see that. */
const FRESH_MS = 3_000;
/** As many rows: the menu of the explorer has them all. */
const SHOWN = 8;

/** The saved views, those looked at last first, with what was stored since. */
export function ViewList() {
  const t = useTranslations("views");
  const trpc = useTRPC();
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  const { data, error, refetch, isFetching } = useQuery(trpc.views.list.queryOptions({}, { staleTime: FRESH_MS }));
  const news = useQuery(trpc.views.news.queryOptions({}, { staleTime: FRESH_MS }));
  if (data === undefined) {
    if (error === null) return <RowsLoading label={t("loading")} rows={3} />;
    return <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />;
  }
  if (data.views.length === 0) return <EmptyState icon={BookmarkPlus} title={t("empty")} hint={t("emptyHint")} />;
  const newest = [...data.views].sort((one, other) => (other.lookedAt ?? "").localeCompare(one.lookedAt ?? ""));
  return (
    <ul ref={list}>
      {newest.slice(0, SHOWN).map((view) => (
        <li key={view.id} className="border-t border-line">
          <ViewRow view={view} news={news.data?.views.find(({ id }) => id === view.id)?.news ?? null} />
        </li>
      ))}
    </ul>
  );
}

type RowProps = { view: SavedView; news: { count: number; isMore: boolean } | null };

function ViewRow({ view, news }: RowProps) {
  const t = useTranslations("views");
  const say = useSayQuestion();
  return (
    <PageLink
      data-row
      href={viewHref(view)}
      className="flex min-h-10 items-center gap-3 px-4 py-1.5 hover:bg-raised focus-visible:bg-accent-soft focus-visible:-outline-offset-2"
    >
      <AudienceIcon view={view} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">
          <GivenText text={view.name} />
        </span>
        <span className="block truncate text-meta text-ink-faint">
          <GivenText text={say(view).join(" · ")} />
        </span>
      </span>
      {news !== null && news.count > 0 && (
        <span className="shrink-0 rounded-full bg-accent-soft px-2 py-0.5 text-meta font-medium text-accent tabular-nums">
          {t("news", { count: `${news.count}${news.isMore ? "+" : ""}` })}
        </span>
      )}
      <span className="hidden shrink-0 text-right text-meta text-ink-faint sm:block">
        {view.lookedAt === null ? t("never") : <Time iso={view.lookedAt} />}
      </span>
    </PageLink>
  );
}
