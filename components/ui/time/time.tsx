"use client";

import { useTranslations } from "use-intl";
import { useMoment, usePreferences } from "#components/preferences/preferences-provider";
import { ageOf, timeParts, zoneName } from "./time-text.ts";

/** A moment in a list: relative under an hour, unless `exact`; today's without its date. The title has it all, with the zone. */
export function Time({ iso, exact = false }: { iso: string; exact?: boolean }) {
  const { zone } = usePreferences();
  const t = useTranslations("time");
  const now = useMoment();
  const age = exact ? null : ageOf(iso, now);
  if (age !== null) return <Moment iso={iso}>{t(age.unit, { count: age.count })}</Moment>;
  const { date, time } = timeParts(iso, zone);
  const isToday = date === timeParts(now.toISOString(), zone).date;
  return <Moment iso={iso}>{isToday ? time : <DateAndTime date={date} time={time} />}</Moment>;
}

/** A moment written out, with its zone. */
export function FullTime({ iso }: { iso: string }) {
  const { zone } = usePreferences();
  const { date, time } = timeParts(iso, zone);
  return (
    <Moment iso={iso}>
      <DateAndTime date={date} time={time} /> {zoneName(zone)}
    </Moment>
  );
}

/** Only the calendar day. */
export function DayOf({ iso }: { iso: string }) {
  const { zone } = usePreferences();
  return (
    <Moment iso={iso}>
      <span className="normal-nums">{timeParts(iso, zone).date}</span>
    </Moment>
  );
}

/** Only the time of day, for lists that are grouped by day; with the zone for "as of". */
export function TimeOfDay({ iso, withZone = false }: { iso: string; withZone?: boolean }) {
  const { zone } = usePreferences();
  const { time } = timeParts(iso, zone);
  return <Moment iso={iso}>{withZone ? `${time} ${zoneName(zone)}` : time}</Moment>;
}

/** "As of", beside everything that can grow old while it is looked at. */
export function AsOf({ iso }: { iso: string }) {
  const t = useTranslations("time");
  return (
    <span className="whitespace-nowrap">
      {t("asOf")} <TimeOfDay iso={iso} withZone />
    </span>
  );
}

function DateAndTime({ date, time }: { date: string; time: string }) {
  return (
    <>
      {/* Tabular figures would set the hyphens as wide as digits. */}
      <span className="normal-nums">{date}</span> {time}
    </>
  );
}

function Moment({ iso, children }: { iso: string; children: React.ReactNode }) {
  const { zone } = usePreferences();
  const { date, time, millis } = timeParts(iso, zone);
  return (
    <time dateTime={iso} title={`${date} ${time}.${millis} ${zoneName(zone)}`} className="tabular whitespace-nowrap">
      {children}
    </time>
  );
}
