"use client";

import { History } from "lucide-react";
import { type RefObject, useMemo, useRef } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { EventDrawer } from "#components/events/dossier/event-drawer";
import { PartialNote } from "#components/events/list/late-parts";
import { ListEnd } from "#components/events/list/list-end";
import { ChosenBar } from "#components/members/chosen-bar";
import { HistoryEnd } from "#components/members/history-end";
import { NewcomersNote } from "#components/members/newcomers-note";
import { TimelineRow } from "#components/members/timeline-row";
import { useMoment, usePreferences } from "#components/preferences/preferences-provider";
import { Button } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { RowsLoading } from "#components/ui/skeleton";
import type { MemberEvent } from "#server/vocabulary/member-event";
import type { TimelineInput } from "../events/list/event-pages.ts";
import { useRowKeys } from "../ui/keys/use-row-keys.ts";
import { timeParts } from "../ui/time/time-text.ts";
import { type Day, groupByDay } from "./group-by-day.ts";
import { type ChosenEvents, useChosenEvents } from "./use-chosen-events.ts";
import { useTimeline } from "./use-timeline.ts";

/** What happened to one member, or to several side by side, newest first, by day. */
export function Timeline({ input, onClear }: { input: TimelineInput; onClear: () => void }) {
  const t = useTranslations("timeline");
  const timeline = useTimeline(input);
  const list = useRef<HTMLDivElement>(null);
  const chosen = useChosenEvents();
  useRowKeys(list);

  const pages = timeline.data?.pages;
  const events = useMemo(() => pages?.flatMap((page) => page.events) ?? [], [pages]);
  const others = useMemo(() => pages?.flatMap((page) => page.others) ?? [], [pages]);
  const ids = useMemo(() => events.map((event) => event.id), [events]);
  const known = useMemo(() => new Map([...others, ...events].map((event) => [event.id, event])), [others, events]);
  if (timeline.isPending) return <RowsLoading label={t("loading")} />;
  if (pages === undefined) {
    return (
      <FailedState
        what={t("failed")}
        error={timeline.error}
        onRetry={() => timeline.refetch()}
        retrying={timeline.isFetching}
      />
    );
  }
  const isFiltered = input.conditions.length > 0;
  const last = pages.at(-1);
  return (
    <>
      <NewcomersNote
        input={input}
        first={pages[0]}
        readAt={timeline.dataUpdatedAt}
        events={events}
        onShow={() => timeline.refetch()}
      />
      {last?.partial === true && <PartialNote readTo={last.nextCursor} />}
      {events.length === 0 ? (
        last?.partial !== true && <NoEvents filtered={isFiltered} onClear={onClear} />
      ) : (
        <Days list={list} input={input} events={events} known={known} chosen={chosen} />
      )}
      <ListEnd
        list={timeline}
        words={{
          ...{ more: t("older"), loading: t("loading"), retry: t("retry") },
          end: <HistoryEnd beginning={pages.at(-1)?.beginning ?? null} filtered={isFiltered} />,
        }}
        isEmpty={events.length === 0}
      />
      <ChosenBar chosen={chosen} events={events} known={known} />
      <EventDrawer ids={ids} />
    </>
  );
}

function NoEvents({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const t = useTranslations("timeline");
  return (
    <EmptyState
      icon={History}
      title={filtered ? t("emptyFiltered") : t("empty")}
      hint={filtered ? t("emptyFilteredHint") : t("emptyHint")}
    >
      {filtered && <Button onClick={onClear}>{t("clear")}</Button>}
    </EmptyState>
  );
}

type DaysProps = {
  list: RefObject<HTMLDivElement | null>;
  input: TimelineInput;
  events: MemberEvent[];
  known: ReadonlyMap<string, MemberEvent>;
  chosen: ChosenEvents;
};

function Days({ list, input: { memberId, beside }, events, known, chosen }: DaysProps) {
  const { zone } = usePreferences();
  const effects = useMemo(() => effectsByCause(known), [known]);
  const members = [memberId, ...beside];
  return (
    <div ref={list}>
      {groupByDay(events, zone).map((day) => (
        <section key={day.date} aria-labelledby={`day-${day.date}`}>
          <DayHead day={day} />
          <ul>
            {day.events.map((event) => (
              <TimelineRow
                key={event.id}
                event={event}
                cause={known.get(event.causationId ?? "")}
                effects={effects.get(event.id) ?? []}
                lane={beside.length === 0 ? null : members.indexOf(event.memberId)}
                chosen={chosen}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** What events brought about in other members' histories; what is in the same history has a row of its own. */
function effectsByCause(known: ReadonlyMap<string, MemberEvent>): ReadonlyMap<string, MemberEvent[]> {
  const effects = new Map<string, MemberEvent[]>();
  for (const event of known.values()) {
    const cause = known.get(event.causationId ?? "");
    if (cause === undefined || cause.memberId === event.memberId) continue;
    effects.set(cause.id, [...(effects.get(cause.id) ?? []), event]);
  }
  return effects;
}

function DayHead({ day }: { day: Day }) {
  const t = useTranslations("timeline");
  const format = useFormatter();
  const { zone } = usePreferences();
  const now = useMoment();
  const first = day.events[0];
  const today = timeParts(now.toISOString(), zone).date === day.date;
  const written =
    first === undefined
      ? day.date
      : format.dateTime(new Date(first.occurredAt), {
          weekday: "long",
          day: "numeric",
          month: "long",
          year: "numeric",
        });
  return (
    <h3
      id={`day-${day.date}`}
      className="sticky top-12 z-10 border-y border-line bg-raised px-4 py-1 text-meta font-medium text-ink-soft"
    >
      {today ? t("today", { date: written }) : written}
      <span className="ml-2 font-normal text-ink-faint">{t("ofDay", { count: day.events.length })}</span>
    </h3>
  );
}
