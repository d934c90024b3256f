"use client";

import { useQuery } from "@tanstack/react-query";
import { Eye, Plus } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ExplorerTabs } from "#components/events/explorer-tabs";
import { FaultList } from "#components/events/filters/fault-list";
import { WatchRow } from "#components/events/watches/watch-row";
import { useTRPC } from "#components/trpc";
import { Button, buttonClass } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { LazyDialog } from "#components/ui/lazy-dialog";
import { PageLink } from "#components/ui/page-link";
import { PageHead, Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { AsOf } from "#components/ui/time/time";
import { unknownParams } from "#server/vocabulary/address/page-params";
import { dropFaults } from "../filters/drop-faults.ts";

/** Finds come by themselves: the list is asked again this often. */
const EVERY_MS = 15_000;

/** The watches whose finds this person sees, and how to make one. `?view=` begins with one on that view, `?watch=` opens one. */
export function WatchesPage() {
  const t = useTranslations("watches");
  const trpc = useTRPC();
  const params = new URLSearchParams(useSearchParams());
  const [viewId, watchId] = [params.get("view"), params.get("watch")];
  const [isMaking, setMaking] = useState(viewId !== null);
  const views = useQuery({ ...trpc.views.list.queryOptions({}), enabled: viewId !== null }).data?.views;
  const { data, error, refetch, isFetching } = useQuery({
    ...trpc.watches.list.queryOptions({}),
    refetchInterval: EVERY_MS,
  });
  const faults = [
    ...missing("view", viewId, views),
    ...missing("watch", watchId, data?.watches),
    ...unknownParams(params, ["view", "watch"]),
  ];
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
      {faults.length > 0 && (
        <div className="mb-3">
          <FaultList faults={faults} onDrop={() => dropFaults(faults)} />
        </div>
      )}
      <Panel label={t("title")}>
        {data === undefined && error === null && <RowsLoading label={t("loading")} rows={4} />}
        {data === undefined && error !== null && (
          <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
        )}
        {data?.watches.length === 0 && (
          <EmptyState icon={Eye} title={t("empty")} hint={t("emptyHint")}>
            <PageLink href="/events" className={buttonClass()}>
              {t("toViews")}
            </PageLink>
          </EmptyState>
        )}
        <ul>
          {data?.watches.map((watch) => (
            <li key={watch.id} className="border-t border-line px-4 py-3 first:border-t-0">
              <WatchRow watch={watch} isOpenAtFirst={watchId === watch.id} />
            </li>
          ))}
        </ul>
      </Panel>
      <LazyDialog
        // On a view that is not there another one would stand in its place.
        open={isMaking && (viewId === null || views !== undefined) && !faults.some(({ key }) => key === "view")}
        onClose={() => setMaking(false)}
        title={t("title2")}
        name="new-watch"
        load={loadDialog}
        given={{ viewId }}
      />
    </>
  );
}

/** What the address names and the list has not. */
function missing(key: "view" | "watch", id: string | null, list: readonly { id: string }[] | undefined) {
  const isThere = id === null || list === undefined || list.some((one) => one.id === id);
  return isThere ? [] : [{ key, value: id, rule: key, expected: "" }];
}

function loadDialog() {
  return import("./new-watch-dialog.tsx").then((module) => module.NewWatchDialog);
}
