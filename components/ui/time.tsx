"use client";

import { useTranslations } from "use-intl";
import { useMoment, usePreferences } from "#components/preferences/preferences-provider";
import { ageOf, timeParts, zoneName } from "./time-text.ts";

/** A moment: relative under an hour unless `exact`, with the zone and milliseconds in its title. */
export function Time({ iso, exact = false }: { iso: string; exact?: boolean }) {
  const { zone } = usePreferences();
  const t = useTranslations("time");
  const now = useMoment();
  const { date, time, millis } = timeParts(iso, zone);
  const age = exact ? null : ageOf(iso, now);
  const today = timeParts(now.toISOString(), zone).date;
  const shown = age !== null ? t(age.unit, { count: age.count }) : date === today && !exact ? time : `${date} ${time}`;

  return (
    <time dateTime={iso} title={`${date} ${time}.${millis} ${zoneName(zone)}`} className="tabular whitespace-nowrap">
      {shown}
    </time>
  );
}

/** Only the time of day, for lists that are grouped by day. */
export function TimeOfDay({ iso }: { iso: string }) {
  const { zone } = usePreferences();
  const { date, time, millis } = timeParts(iso, zone);
  return (
    <time dateTime={iso} title={`${date} ${time}.${millis} ${zoneName(zone)}`} className="tabular">
      {time}
    </time>
  );
}
