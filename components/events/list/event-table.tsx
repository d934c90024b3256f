"use client";

import { clsx } from "clsx";
import { memo, type ReactNode, useRef } from "react";
import { useTranslations } from "use-intl";
import { columnLooks } from "#components/events/list/event-columns";
import { FilterByRow, useFilterByRow } from "#components/events/list/filter-by-row";
import { TableSettings } from "#components/events/list/table-settings";
import { FamilyIcon } from "#components/events/words/family-icon";
import { EventPublicationMark } from "#components/events/words/publication-mark";
import { SentenceParts } from "#components/events/words/sentence";
import { MemberLink } from "#components/member-link";
import { usePreferences } from "#components/preferences/preferences-provider";
import { Time } from "#components/ui/time/time";
import type { Condition } from "#server/vocabulary/conditions";
import type { MemberEvent } from "#server/vocabulary/member-event";
import { type EventColumn, usualColumns } from "../../preferences/preferences.ts";
import { useRowKeys } from "../../ui/keys/use-row-keys.ts";
import { useWindowedRows } from "../../ui/rows/use-windowed-rows.ts";
import { useOpenEvent } from "../dossier/use-open-event.ts";
import { type EventWords, useSayEvent } from "../words/use-say-event.ts";

type RowAct = (event: MemberEvent) => ReactNode;

/** Events as rows of one line in the columns that somebody chose; on narrow screens two lines a row. Of a long list only what is seen is drawn. */
export const EventTable = memo(function EventTable(props: {
  events: MemberEvent[];
  stale: boolean;
  /** What can be done with a row besides opening it; the same function while it does the same. */
  rowAct?: RowAct;
  /** What the rows were found by, to be changed by their values; the same object while it is the same. */
  asked?: { conditions: readonly Condition[]; onChange: (conditions: Condition[]) => unknown };
}) {
  const { events, stale, rowAct, asked } = props;
  const t = useTranslations("events");
  const { columns } = usePreferences();
  const body = useRef<HTMLTableSectionElement>(null);
  const rows = useWindowedRows(body, events.length);
  useRowKeys(body, { count: events.length, ...rows });
  const byRow = useFilterByRow(events, body, asked);
  const { linkTo } = useOpenEvent();
  const say = useSayEvent();
  const isWide = columns.length > usualColumns.length;
  const [before, after] = around(columns);
  return (
    <>
      {byRow.menu}
      <TableSettings />
      <div className={clsx(isWide && "sm:overflow-x-auto")}>
        <table
          inert={stale}
          aria-busy={stale}
          aria-rowcount={events.length + 1}
          className={clsx("w-full table-fixed text-left aria-busy:opacity-45", isWide && "sm:min-w-[80rem]")}
        >
          <thead className="text-meta text-ink-faint">
            <tr aria-rowindex={1}>
              {before.map((column) => (
                <Head key={column} column={column} />
              ))}
              <th scope="col" className="px-3 py-2 font-medium">
                {t("what")}
              </th>
              {after.map((column) => (
                <Head key={column} column={column} />
              ))}
              <th scope="col" className="w-14 sm:hidden">
                <span className="sr-only">{t("state")}</span>
              </th>
            </tr>
          </thead>
          <tbody ref={body}>
            <Space height={rows.above} />
            {events.slice(rows.first, rows.last).map((event, n) => (
              <Row
                key={event.id}
                event={event}
                index={rows.first + n}
                columns={columns}
                say={say}
                linkTo={linkTo}
                rowAct={rowAct}
                onFilter={byRow.open}
              />
            ))}
            <Space height={rows.below} />
          </tbody>
        </table>
      </div>
    </>
  );
});

/** Where and when stand before what happened, the rest after it. */
function around(columns: readonly EventColumn[]): [EventColumn[], EventColumn[]] {
  const isBefore = (column: EventColumn) => column === "time" || column === "member";
  return [columns.filter(isBefore), columns.filter((column) => !isBefore(column))];
}

function Head({ column }: { column: EventColumn }) {
  const t = useTranslations("events");
  return (
    <th scope="col" className={clsx("px-3 py-2 font-medium first:pl-4 max-sm:hidden", columnLooks[column].width)}>
      {t(`columns.${column}`)} {column === "time" && "↓"}
    </th>
  );
}

/** As high as the rows that are not drawn. */
function Space({ height }: { height: number }) {
  if (height === 0) return null;
  return (
    <tr aria-hidden>
      <td colSpan={20} height={height} className="p-0" />
    </tr>
  );
}

type RowProps = {
  event: MemberEvent;
  index: number;
  columns: readonly EventColumn[];
  say: (event: MemberEvent) => EventWords;
  linkTo: ReturnType<typeof useOpenEvent>["linkTo"];
  rowAct: RowAct | undefined;
  onFilter: ((event: MemberEvent) => void) | undefined;
};

const Row = memo(function Row({ event, index, columns, say, linkTo, rowAct, onFilter }: RowProps) {
  const { parts, where } = say(event);
  const [before, after] = around(columns);
  const cell = (column: EventColumn) => (
    <td
      key={column}
      title={column === "action" ? event.action : undefined}
      className={clsx("px-3 whitespace-nowrap first:pl-4 max-sm:hidden", columnLooks[column].cell)}
    >
      {columnLooks[column].draw(event)}
    </td>
  );
  return (
    <tr
      data-drawn
      aria-rowindex={index + 2}
      className="relative h-(--row) border-t border-line hover:bg-raised has-[a[data-row]:focus-visible]:bg-accent-soft max-sm:h-19"
    >
      {before.map(cell)}
      <td className="px-3">
        <div className="flex items-center gap-2.5">
          <FamilyIcon family={event.family} />
          <div className="min-w-0 flex-1 wrap-anywhere sm:flex sm:items-baseline sm:gap-x-2">
            {/* The whole row opens the event; the member's own link lies above it. */}
            <a
              data-row={index}
              {...linkTo(event.id)}
              className="outline-none after:absolute after:inset-0 max-sm:line-clamp-2 max-sm:min-h-6 sm:truncate focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
            >
              <SentenceParts parts={parts} />
            </a>
            <span className="block truncate text-meta text-ink-faint sm:min-w-0 sm:flex-1">
              <span className="sm:hidden">
                <Time iso={event.occurredAt} /> ·{" "}
                <MemberLink memberId={event.memberId} className="relative z-1 text-meta" /> {where.length > 0 && "· "}
              </span>
              {where.join(" · ")}
            </span>
          </div>
          <div className="relative z-1 flex shrink-0 items-center">
            {rowAct?.(event)}
            {onFilter !== undefined && <FilterByRow onOpen={() => onFilter(event)} />}
          </div>
        </div>
      </td>
      {after.map(cell)}
      <td className="px-3 text-right sm:hidden">
        <EventPublicationMark event={event} wordless />
      </td>
    </tr>
  );
});
