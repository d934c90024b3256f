"use client";

import { TableProperties, TriangleAlert } from "lucide-react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { EventDrawer } from "#components/events/dossier/event-drawer";
import { ListEnd } from "#components/events/list/list-end";
import { RecordTable } from "#components/records/record-table";
import { Button } from "#components/ui/button";
import { Count } from "#components/ui/count";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { RowsLoading } from "#components/ui/skeleton";
import { AsOf } from "#components/ui/time/time";
import type { RecordOrder, RecordView } from "#server/vocabulary/record-view";
import type { RecordParams } from "./record-params.ts";
import { useRecords } from "./use-records.ts";

type Props = {
  view: RecordView;
  asked: RecordParams;
  onChange: (asked: RecordParams) => void;
  showsMember: boolean;
};

/** The rows of a view with their count and time, page by page; a row opens its event at the right. */
export function RecordRows({ view, asked, onChange, showsMember }: Props) {
  const t = useTranslations("records");
  const records = useRecords({ view: view.name, ...asked });
  const rows = useMemo(() => records.data?.pages.flatMap((page) => page.rows) ?? [], [records.data]);
  const ids = useMemo(() => rows.map((row) => row.eventId), [rows]);
  const asOf = records.data?.pages[0]?.asOf;
  if (records.isPending) return <RowsLoading label={t("loading")} rows={10} />;
  if (records.data === undefined) {
    return (
      <FailedState
        what={t("failed")}
        error={records.error}
        onRetry={() => records.refetch()}
        retrying={records.isFetching}
      />
    );
  }
  const isEnd = !records.hasNextPage;
  return (
    <>
      {records.data.pages.some((page) => page.partial) && <PartialNote />}
      {rows.length === 0 ? (
        <NoRows asked={asked} showsMember={showsMember} onChange={onChange} />
      ) : (
        <>
          <RowsHead count={rows.length} isFloor={!isEnd} order={asked.order} asOf={asOf} />
          <RecordTable
            view={view}
            rows={rows}
            stale={records.isPlaceholderData}
            showsMember={showsMember}
            order={asked.order}
            onOrder={(order) => onChange({ ...asked, order })}
          />
        </>
      )}
      <ListEnd
        list={records}
        words={{ more: t("more"), loading: t("loading"), retry: t("retry"), end: t("end") }}
        isEmpty={rows.length === 0}
      />
      <EventDrawer ids={ids} />
    </>
  );
}

function RowsHead(props: { count: number; isFloor: boolean; order: RecordOrder; asOf: string | undefined }) {
  const { count, isFloor, order, asOf } = props;
  const t = useTranslations("records");
  return (
    <p className="flex flex-wrap gap-x-1.5 border-b border-line px-4 py-2 text-meta text-ink-faint">
      <span>
        {t.rich("shown", {
          n: (unit) => (
            <Count value={count} floor={isFloor}>
              {unit}
            </Count>
          ),
          count,
        })}
      </span>
      <span>· {t(`orders.${order}`)}</span>
      {asOf !== undefined && (
        <span>
          · <AsOf iso={asOf} />
        </span>
      )}
    </p>
  );
}

function PartialNote() {
  const t = useTranslations("records");
  return (
    <p role="status" className="flex items-center gap-2 border-b border-line bg-missed-soft px-4 py-2 text-missed">
      <TriangleAlert aria-hidden className="size-4 shrink-0" />
      {t("partial")}
    </p>
  );
}

function NoRows({ asked, showsMember, onChange }: Pick<Props, "asked" | "showsMember" | "onChange">) {
  const t = useTranslations("records");
  const { memberId, filters, order } = asked;
  const isFiltered = Object.keys(filters).length > 0 || (showsMember && memberId !== undefined);
  if (!isFiltered) {
    return (
      <EmptyState
        icon={TableProperties}
        title={t(showsMember ? "empty" : "emptyMember")}
        hint={t(showsMember ? "emptyHint" : "emptyMemberHint")}
      />
    );
  }
  // On a member's own page the member is no filter and stays.
  const all = { order, filters: {}, ...(!showsMember && { memberId }) };
  return (
    <EmptyState icon={TableProperties} title={t("emptyFiltered")} hint={t("emptyFilteredHint")}>
      <Button onClick={() => onChange(all)}>{t("clearAll")}</Button>
    </EmptyState>
  );
}
