"use client";

import { History } from "lucide-react";
import { type RefObject, useMemo, useRef } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { EventDrawer } from "#components/events/dossier/event-drawer";
import { ListEnd } from "#components/events/list/list-end";
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
import { useTimeline } from "./use-timeline.ts";

/** What happened to one member, newest first, by day. */
export function Timeline({ input, onClear }: { input: TimelineInput; onClear: () => void }) {
  const t = useTranslations("timeline");
  const timeline = useTimeline(input);
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(list);

  const events = useMemo(() => timeline.data?.pages.flatMap((page) => page.events) ?? [], [timeline.data]);
  const ids = useMemo(() => events.map((event) => event.id), [events]);
  if (timeline.isPending) return <RowsLoading label={t("loading")} />;
  if (timeline.data === undefined) {
    return (
      <FailedState
        what={t("failed")}
        error={timeline.error}
        onRetry={() => timeline.refetch()}
        retrying={timeline.isFetching}
      />
    );
  }
  return (
    <>
      {events.length === 0 ? (
        <NoEvents filtered={input.conditions.length > 0} onClear={onClear} />
      ) : (
        <Days events={events} list={list} />
      )}
      <ListEnd
        list={timeline}
        words={{ more: t("older"), loading: t("loading"), retry: t("retry"), end: t("end") }}
        isEmpty={events.length === 0}
      />
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

function Days({ events, list }: { events: MemberEvent[]; list: RefObject<HTMLDivElement | null> }) {
  const { zone } = usePreferences();
  const byId = useMemo(() => new Map(events.map((event) => [event.id, event])), [events]);
  return (
    <div ref={list}>
      {groupByDay(events, zone).map((day) => (
        <section key={day.date} aria-labelledby={`day-${day.date}`}>
          <DayHead day={day} />
          <ul>
            {day.events.map((event) => (
              <TimelineRow key={event.id} event={event} cause={byId.get(event.causationId ?? "")} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
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
      className="sticky top-12 z-10 border-y border-line bg-raised px-4 py-1.5 text-meta font-medium text-ink-soft"
    >
      {today ? t("today", { date: written }) : written}
    </h3>
  );
}
