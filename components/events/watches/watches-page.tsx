"use client";

import { useQuery } from "@tanstack/react-query";
import { Eye, Plus } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ExplorerTabs } from "#components/events/explorer-tabs";
import { WatchRow } from "#components/events/watches/watch-row";
import { useTRPC } from "#components/trpc";
import { Button, buttonClass } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { LazyDialog } from "#components/ui/lazy-dialog";
import { PageHead, Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { AsOf } from "#components/ui/time/time";

/** Finds come by themselves: the list is asked again this often. */
const EVERY_MS = 15_000;

/** The watches whose finds this person sees, and how to make one. `?view=` begins with one on that view, `?watch=` opens one. */
export function WatchesPage() {
  const t = useTranslations("watches");
  const trpc = useTRPC();
  const params = useSearchParams();
  const viewId = params.get("view");
  const [isMaking, setMaking] = useState(viewId !== null);
  const { data, error, refetch, isFetching } = useQuery({
    ...trpc.watches.list.queryOptions({}),
    refetchInterval: EVERY_MS,
  });
  return (
    <>
      <ExplorerTabs here="watches" />
      <PageHead
        title={t("title")}
        sub={
          <span className="flex flex-wrap gap-x-1.5">
            <span>{t("sub")}</span>
            {data !== undefined && (
              <span>
                · <AsOf iso={data.asOf} />
              </span>
            )}
          </span>
        }
      >
        <Button look="primary" onClick={() => setMaking(true)}>
          <Plus aria-hidden className="size-3.5" />
          {t("make")}
        </Button>
      </PageHead>
      <Panel label={t("title")}>
        {data === undefined && error === null && <RowsLoading label={t("loading")} rows={4} />}
        {data === undefined && error !== null && (
          <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
        )}
        {data?.watches.length === 0 && (
          <EmptyState icon={Eye} title={t("empty")} hint={t("emptyHint")}>
            <Link href="/events" prefetch={false} className={buttonClass()}>
              {t("toViews")}
            </Link>
          </EmptyState>
        )}
        <ul>
          {data?.watches.map((watch) => (
            <li key={watch.id} className="border-t border-line px-4 py-3 first:border-t-0">
              <WatchRow watch={watch} isOpenAtFirst={params.get("watch") === watch.id} />
            </li>
          ))}
        </ul>
      </Panel>
      <LazyDialog
        open={isMaking}
        onClose={() => setMaking(false)}
        title={t("title2")}
        name="new-watch"
        load={loadDialog}
        given={{ viewId }}
      />
    </>
  );
}

function loadDialog() {
  return import("./new-watch-dialog.tsx").then((module) => module.NewWatchDialog);
}
