"use client";

import { useTranslations } from "use-intl";
import { FaultList, NotSearched } from "#components/events/filters/fault-list";
import { usePreferences } from "#components/preferences/preferences-provider";
import { ExportButton } from "#components/records/export-button";
import { RecordFilterBar } from "#components/records/record-filter-bar";
import { RecordRows } from "#components/records/record-rows";
import { ViewLinks } from "#components/records/view-links";
import { FailedState } from "#components/ui/failed-state";
import { PageHead, Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import type { RecordView } from "#server/vocabulary/record-view";
import { useRecordParams } from "./use-record-params.ts";
import { useRecordViews } from "./use-records.ts";

/** One former record table over all members. */
export function RecordViewPage({ name }: { name: string }) {
  const t = useTranslations("records");
  const { data: views, error, refetch, isFetching } = useRecordViews();
  if (views === undefined && error === null) return <RowsLoading label={t("loadingViews")} />;
  const view = views?.find((known) => known.name === name);
  if (views === undefined || view === undefined) {
    return <FailedState what={t("failedViews")} error={error} onRetry={() => refetch()} retrying={isFetching} />;
  }
  return <RecordsOfView views={views} view={view} />;
}

/** Its rows, as the address asks for them; what was not understood finds nothing. */
function RecordsOfView({ views, view }: { views: RecordView[]; view: RecordView }) {
  const { locale } = usePreferences();
  const { asked, faults, change } = useRecordParams({ view, ofOneMember: false });
  const isAsked = faults.length === 0;
  return (
    <>
      <PageHead title={view.label[locale]} sub={view.description[locale]}>
        <ExportButton view={view} asked={asked} isAsked={isAsked} />
      </PageHead>
      <div className="mb-3 grid gap-3">
        <ViewLinks views={views} shown={view.name} hrefOf={(other) => `/records/${other}`} />
        <RecordFilterBar view={view} asked={asked} onChange={change} ofOneMember={false} />
        {!isAsked && <FaultList faults={faults} onDrop={() => change(asked)} />}
      </div>
      <Panel label={view.label[locale]}>
        {isAsked ? <RecordRows view={view} asked={asked} onChange={change} showsMember /> : <NotSearched />}
      </Panel>
    </>
  );
}
