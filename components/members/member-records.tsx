"use client";

import { useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { ExportButton } from "#components/records/export-button";
import { RecordFilterBar } from "#components/records/record-filter-bar";
import { RecordRows } from "#components/records/record-rows";
import { ViewLinks } from "#components/records/view-links";
import { FailedState } from "#components/ui/failed-state";
import { Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { viewOf } from "../records/record-pages.ts";
import { useRecordParams } from "../records/use-record-params.ts";
import { useRecordViews } from "../records/use-records.ts";

const VIEW = "view";

/** The former record tables of one member. Which one stands in the URL. */
export function MemberRecords({ memberId }: { memberId: string }) {
  const t = useTranslations("records");
  const { locale } = usePreferences();
  const params = useSearchParams();
  const { asked, change } = useRecordParams();
  const { data: views, error, refetch, isFetching } = useRecordViews();
  const view = viewOf(views ?? [], params.get(VIEW));
  if (views === undefined && error === null) return <RowsLoading label={t("loadingViews")} />;
  if (views === undefined || view === undefined) {
    return <FailedState what={t("failedViews")} error={error} onRetry={() => refetch()} retrying={isFetching} />;
  }
  // Another view has filters of its own, so that only what it is stays in the address.
  const hrefOf = (name: string) => `?${new URLSearchParams({ tab: "records", [VIEW]: name })}`;
  const ofMember = { ...asked, memberId };
  return (
    <div className="grid gap-3">
      <ViewLinks
        views={views}
        shown={view.name}
        hrefOf={hrefOf}
        onChoose={(name) => window.history.pushState(null, "", hrefOf(name))}
      />
      <Panel title={view.label[locale]} aside={<ExportButton view={view} asked={ofMember} />}>
        <p className="-mt-1 px-4 pb-2 text-meta text-ink-faint">{view.description[locale]}</p>
        <div className="border-y border-line px-2 py-1.5">
          <RecordFilterBar
            view={view}
            asked={ofMember}
            onChange={({ memberId: _, ...others }) => change(others)}
            ofOneMember
          />
        </div>
        <RecordRows
          view={view}
          asked={ofMember}
          onChange={({ memberId: _, ...others }) => change(others)}
          showsMember={false}
        />
      </Panel>
    </div>
  );
}
