"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { MemberLink } from "#components/member-link";
import { usePreferences } from "#components/preferences/preferences-provider";
import { RecordCell } from "#components/records/record-cell";
import { Time } from "#components/ui/time/time";
import type {
  RecordColumn,
  RecordFilterField,
  RecordOrder,
  RecordRow,
  RecordView,
} from "#server/vocabulary/record-view";
import { useOpenEvent } from "../events/dossier/use-open-event.ts";
import { useRowKeys } from "../ui/keys/use-row-keys.ts";

type Props = {
  view: RecordView;
  rows: RecordRow[];
  stale: boolean;
  /** False on a member's own page, where every row would say the same. */
  showsMember: boolean;
  order: RecordOrder;
  onOrder: (order: RecordOrder) => void;
};

/** The rows of a former record table; each opens the event it was read from. On narrow screens the cells stand below the time. */
export function RecordTable({ view, rows, stale, showsMember, order, onOrder }: Props) {
  const t = useTranslations("records");
  const { locale } = usePreferences();
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body);
  const head = "px-3 py-2 font-medium";
  const Arrow = order === "newest" ? ArrowDown : ArrowUp;
  return (
    <table aria-busy={stale} className="w-full text-left aria-busy:opacity-60">
      <thead className="text-meta text-ink-faint">
        <tr>
          <th
            scope="col"
            aria-sort={order === "newest" ? "descending" : "ascending"}
            className={`${head} w-44 pl-4 max-sm:w-full`}
          >
            <button
              type="button"
              title={order === "newest" ? t("toOldest") : t("toNewest")}
              onClick={() => onOrder(order === "newest" ? "oldest" : "newest")}
              className="-mx-1.5 inline-flex min-h-6 items-center gap-1 rounded-md px-1.5 hover:bg-raised hover:text-ink"
            >
              {t("time")}
              <Arrow aria-hidden className="size-3.5" />
            </button>
          </th>
          {showsMember && (
            <th scope="col" className={`${head} w-32 max-sm:hidden`}>
              {t("member")}
            </th>
          )}
          {view.columns.map((column) => (
            <th key={column.name} scope="col" className={`${head} max-sm:hidden`}>
              {column.label[locale]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {rows.map((row) => (
          <Row key={row.eventId} row={row} view={view} showsMember={showsMember} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, view, showsMember }: { row: RecordRow; view: RecordView; showsMember: boolean }) {
  const { linkTo } = useOpenEvent();
  return (
    <tr className="relative border-t border-line align-top hover:bg-raised has-[a[data-row]:focus-visible]:bg-accent-soft">
      <td className="px-3 py-2 pl-4">
        {/* The whole row opens the event; the member's own link lies above it. */}
        <a
          data-row
          {...linkTo(row.eventId)}
          className="text-ink-soft outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          <Time iso={row.occurredAt} exact />
        </a>
        <NarrowCells row={row} view={view} showsMember={showsMember} />
      </td>
      {showsMember && (
        <td className="px-3 py-2 max-sm:hidden">
          <MemberLink memberId={row.memberId} className="relative z-1 text-meta" />
        </td>
      )}
      {view.columns.map((column) => (
        <td key={column.name} className="px-3 py-2 break-words max-sm:hidden">
          <RecordCell column={column} field={fieldOf(view, column)} value={row.cells[column.name]} />
        </td>
      ))}
    </tr>
  );
}

/** The cells as names and values; an empty one is left out, since no column has to stay aligned. */
function NarrowCells({ row, view, showsMember }: { row: RecordRow; view: RecordView; showsMember: boolean }) {
  const { locale } = usePreferences();
  const filled = view.columns.filter(({ name }) => row.cells[name] !== undefined && row.cells[name] !== null);
  return (
    <>
      {showsMember && (
        <span className="sm:hidden">
          {" · "}
          <MemberLink memberId={row.memberId} className="relative z-1 text-meta" />
        </span>
      )}
      <dl className="mt-0.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 sm:hidden">
        {filled.map((column) => (
          <div key={column.name} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-meta text-ink-faint">{column.label[locale]}</dt>
            <dd className="wrap-anywhere">
              <RecordCell column={column} field={fieldOf(view, column)} value={row.cells[column.name]} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function fieldOf(view: RecordView, column: RecordColumn): RecordFilterField | undefined {
  return view.filters.find(({ name }) => name === column.name);
}
