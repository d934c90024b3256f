"use client";

import { type ReactNode, useRef } from "react";
import { useTranslations } from "use-intl";
import { useFilterByRow } from "#components/events/list/filter-by-row";
import { FamilyIcon } from "#components/events/words/family-icon";
import { EventPublicationMark } from "#components/events/words/publication-mark";
import { SentenceParts } from "#components/events/words/sentence";
import { MemberLink } from "#components/member-link";
import { Time } from "#components/ui/time/time";
import type { Condition } from "#server/vocabulary/conditions";
import type { MemberEvent } from "#server/vocabulary/member-event";
import { useRowKeys } from "../../ui/keys/use-row-keys.ts";
import { useOpenEvent } from "../dossier/use-open-event.ts";
import { useEventWords } from "../words/use-event-words.ts";

/** Events as rows: time, member, action, what changed, state. On narrow screens two lines a row. */
export function EventTable(props: {
  events: MemberEvent[];
  stale: boolean;
  /** What can be done with a row besides opening it. */
  rowAct?: (event: MemberEvent) => ReactNode;
  /** What the rows were found by, to be changed by their values. */
  asked?: { conditions: readonly Condition[]; onChange: (conditions: Condition[]) => unknown };
}) {
  const { events, stale, rowAct, asked } = props;
  const t = useTranslations("events");
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body);
  const byRow = useFilterByRow(events, body, asked);
  const head = "px-3 py-2 font-medium";
  return (
    <>
      {byRow.menu}
      <table inert={stale} aria-busy={stale} className="w-full table-fixed text-left aria-busy:opacity-45">
        <thead className="text-meta text-ink-faint">
          <tr>
            <th scope="col" className={`${head} hidden w-40 pl-4 sm:table-cell`}>
              {t("time")} ↓
            </th>
            <th scope="col" className={`${head} hidden w-32 sm:table-cell`}>
              {t("member")}
            </th>
            <th scope="col" className={`${head} w-full`}>
              {t("what")}
            </th>
            <th scope="col" className={`${head} hidden w-64 rail:table-cell`}>
              {t("action")}
            </th>
            <th scope="col" className={`${head} w-14 text-right sm:w-32 sm:text-left`}>
              <span className="max-sm:sr-only">{t("state")}</span>
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {events.map((event) => (
            <Row
              key={event.id}
              event={event}
              act={
                <>
                  {rowAct?.(event)}
                  {byRow.button(event)}
                </>
              }
            />
          ))}
        </tbody>
      </table>
    </>
  );
}

function Row({ event, act }: { event: MemberEvent; act: ReactNode }) {
  const { linkTo } = useOpenEvent();
  const { parts, where } = useEventWords(event);
  const link = linkTo(event.id);
  return (
    <tr className="relative border-t border-line align-top hover:bg-raised has-[a[data-row]:focus-visible]:bg-accent-soft">
      <td className="hidden py-2.5 pr-3 pl-4 text-ink-soft sm:table-cell">
        <Time iso={event.occurredAt} />
      </td>
      <td className="hidden px-3 py-2.5 sm:table-cell">
        <MemberLink memberId={event.memberId} className="relative z-1 text-meta" />
      </td>
      <td className="px-3 py-2">
        <div className="flex items-start gap-2.5">
          <FamilyIcon family={event.family} />
          <div className="min-w-0 pt-0.5 wrap-anywhere">
            {/* The whole row opens the event; the member's own link lies above it. */}
            <a
              data-row
              {...link}
              className="outline-none after:absolute after:inset-0 max-sm:inline-block max-sm:min-h-6 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
            >
              <SentenceParts parts={parts} />
            </a>
            <span className="block truncate text-meta text-ink-faint">
              <span className="sm:hidden">
                <Time iso={event.occurredAt} /> ·{" "}
                <MemberLink memberId={event.memberId} className="relative z-1 text-meta" /> {where.length > 0 && "· "}
              </span>
              {where.join(" · ")}
            </span>
          </div>
          <div className="relative z-1 ml-auto flex shrink-0 items-center">{act}</div>
        </div>
      </td>
      <td
        className="hidden truncate px-3 py-2.5 font-mono text-meta text-ink-soft rail:table-cell"
        title={event.action}
      >
        {event.action}
      </td>
      <td className="px-3 py-2.5 text-right sm:text-left">
        <span className="sm:hidden">
          <EventPublicationMark event={event} wordless />
        </span>
        <span className="hidden sm:inline">
          <EventPublicationMark event={event} />
        </span>
      </td>
    </tr>
  );
}
