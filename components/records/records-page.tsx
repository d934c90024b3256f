"use client";

import { useRef } from "react";
import { useTranslations } from "use-intl";
import { FamilyIcon } from "#components/events/words/family-icon";
import { useMay } from "#components/me-provider";
import { usePreferences } from "#components/preferences/preferences-provider";
import { buttonClass } from "#components/ui/button";
import { FailedState } from "#components/ui/failed-state";
import { PageLink } from "#components/ui/page-link";
import { PageHead, Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import type { RecordView } from "#server/vocabulary/record-view";
import { useCatalog } from "../events/words/use-catalog.ts";
import { useRowKeys } from "../ui/keys/use-row-keys.ts";
import { useRecordViews } from "./use-records.ts";

/** The former record tables to choose from. */
export function RecordsPage() {
  const t = useTranslations("records");
  const importTexts = useTranslations("importPage");
  const mayMap = useMay("catalog:push");
  const { data: views, error, refetch, isFetching } = useRecordViews();
  return (
    <div className="max-w-4xl">
      <PageHead title={t("title")} sub={t("sub")}>
        {mayMap && (
          <PageLink href="/records/import" className={buttonClass()}>
            {importTexts("link")}
          </PageLink>
        )}
      </PageHead>
      <Panel label={t("views")}>
        {views !== undefined && <ViewList views={views} />}
        {views === undefined && error === null && <RowsLoading label={t("loadingViews")} rows={9} tall />}
        {views === undefined && error !== null && (
          <FailedState what={t("failedViews")} error={error} onRetry={() => refetch()} retrying={isFetching} />
        )}
      </Panel>
    </div>
  );
}

function ViewList({ views }: { views: RecordView[] }) {
  const { locale } = usePreferences();
  const catalog = useCatalog();
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  return (
    <ul ref={list}>
      {views.map((view) => {
        const family = view.actions.map((action) => catalog.get(action)?.family).find((known) => known !== undefined);
        return (
          <li key={view.name} className="border-t border-line first:border-t-0">
            <PageLink
              data-row
              href={`/records/${view.name}`}
              className="flex items-start gap-3 px-4 py-2.5 hover:bg-raised focus-visible:-outline-offset-2"
            >
              {family === undefined ? <span className="size-6 shrink-0" /> : <FamilyIcon family={family} />}
              <span className="min-w-0 pt-0.5">
                <span className="block font-medium">{view.label[locale]}</span>
                <span className="block text-meta text-ink-faint">{view.description[locale]}</span>
                <span className="block font-mono text-meta break-words text-ink-faint">{view.actions.join(", ")}</span>
              </span>
            </PageLink>
          </li>
        );
      })}
    </ul>
  );
}
