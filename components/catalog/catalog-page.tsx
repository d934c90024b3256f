"use client";

import { useQuery } from "@tanstack/react-query";
import { BookOpenText, SearchX } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ActionTable } from "#components/catalog/action-table";
import { useSayName } from "#components/events/words/attribute-name";
import { useMay } from "#components/me-provider";
import { usePreferences } from "#components/preferences/preferences-provider";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { inputClass } from "#components/ui/field";
import { PageHead, Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { AsOf } from "#components/ui/time/time";
import { actionHref } from "./action-href.ts";
import { findCatalogActions } from "./find-catalog-actions.ts";

/** Every action of the catalog, narrowed by what is typed. */
export function CatalogPage() {
  const t = useTranslations("catalog");
  const families = useTranslations("families");
  const sayName = useSayName();
  const trpc = useTRPC();
  const router = useRouter();
  const { zone } = usePreferences();
  const seesListeners = useMay("subscriber:see");
  const [text, setText] = useState("");
  const { data, error, refetch, isFetching } = useQuery(trpc.catalog.actions.queryOptions({}));
  const volumes = useQuery(trpc.catalog.volumes.queryOptions({ zone }));
  const listeners = useQuery(trpc.subscribers.listeners.queryOptions({}, { enabled: seesListeners }));
  const found = findCatalogActions(data ?? [], text, { family: families, attribute: sayName });
  return (
    <>
      <PageHead title={t("title")} sub={t("sub")}>
        {volumes.data !== undefined && (
          <span className="text-meta text-ink-faint">
            <AsOf iso={volumes.data.asOf} />
          </span>
        )}
      </PageHead>
      {data !== undefined && data.length > 0 && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 pb-3">
          <input
            type="search"
            aria-label={t("find")}
            placeholder={`${t("find")} (${t("findPlaceholder")})`}
            value={text}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              const [first] = found;
              // What a Korean keyboard is still putting together is not finished by Enter.
              if (event.key === "Enter" && !event.nativeEvent.isComposing && text.trim() !== "" && first !== undefined)
                router.push(actionHref(first.name));
            }}
            className={`${inputClass} max-w-md`}
          />
          <span role="status" className="text-meta text-ink-faint">
            {t("shown", { shown: found.length, all: data.length })}
          </span>
        </div>
      )}
      <Panel label={t("title")}>
        {data === undefined && error === null && <RowsLoading label={t("loading")} tall />}
        {data === undefined && error !== null && (
          <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
        )}
        {data?.length === 0 && <EmptyState icon={BookOpenText} title={t("empty")} hint={t("emptyHint")} />}
        {data !== undefined && data.length > 0 && found.length === 0 && (
          <EmptyState icon={SearchX} title={t("none")} hint={t("noneHint")}>
            <Button onClick={() => setText("")}>{t("clear")}</Button>
          </EmptyState>
        )}
        {found.length > 0 && (
          <ActionTable
            actions={found}
            volumes={volumes.data}
            isUncounted={volumes.isError}
            listeners={seesListeners ? (listeners.data?.listeners ?? []) : null}
          />
        )}
      </Panel>
    </>
  );
}
