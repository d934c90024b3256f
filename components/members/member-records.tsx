"use client";

import { useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { FaultList, NotSearched } from "#components/events/filters/fault-list";
import { usePreferences } from "#components/preferences/preferences-provider";
import { ExportButton } from "#components/records/export-button";
import { RecordFilterBar } from "#components/records/record-filter-bar";
import { RecordRows } from "#components/records/record-rows";
import { ViewLinks } from "#components/records/view-links";
import { FailedState } from "#components/ui/failed-state";
import { Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import type { RecordView } from "#server/vocabulary/record-view";
import { viewOf } from "../records/record-pages.ts";
import { useRecordParams } from "../records/use-record-params.ts";
import { useRecordViews } from "../records/use-records.ts";

const VIEW = "view";

/** Another view has filters of its own, so that only what it is stays in the address. */
const hrefOf = (name: string) => `?${new URLSearchParams({ tab: "records", [VIEW]: name })}`;
const showView = (name: string) => window.history.pushState(null, "", hrefOf(name));

/** The former record tables of one member. Which one stands in the URL. */
export function MemberRecords({ memberId }: { memberId: string }) {
  const t = useTranslations("records");
  const params = useSearchParams();
  const { data: views, error, refetch, isFetching } = useRecordViews();
  if (views === undefined && error === null) return <RowsLoading label={t("loadingViews")} />;
  const { view, faults } = viewOf(views ?? [], new URLSearchParams(params));
  if (views === undefined || view === undefined) {
    return <FailedState what={t("failedViews")} error={error} onRetry={() => refetch()} retrying={isFetching} />;
  }
  return (
    <div className="grid gap-3">
      <ViewLinks views={views} shown={faults.length === 0 ? view.name : null} hrefOf={hrefOf} onChoose={showView} />
      {faults.length === 0 ? (
        <RecordsOfMember view={view} memberId={memberId} />
      ) : (
        // The filters beside it were those of the view that does not exist.
        <FaultList faults={faults} onDrop={() => showView(view.name)} />
      )}
    </div>
  );
}

function RecordsOfMember({ view, memberId }: { view: RecordView; memberId: string }) {
  const { locale } = usePreferences();
  const { asked, faults, change } = useRecordParams({ view, ofOneMember: true });
  const isAsked = faults.length === 0;
  const ofMember = { ...asked, memberId };
  return (
    <Panel title={view.label[locale]} aside={<ExportButton view={view} asked={ofMember} isAsked={isAsked} />}>
      <p className="-mt-1 px-4 pb-2 text-meta text-ink-faint">{view.description[locale]}</p>
      <div className="grid gap-2 border-y border-line px-2 py-1.5">
        <RecordFilterBar view={view} asked={ofMember} onChange={change} ofOneMember />
        {!isAsked && <FaultList faults={faults} onDrop={() => change(asked)} />}
      </div>
      {isAsked ? <RecordRows view={view} asked={ofMember} onChange={change} showsMember={false} /> : <NotSearched />}
    </Panel>
  );
}
