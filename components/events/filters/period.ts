import { endsOf, rangeOf } from "#server/vocabulary/condition-values";
import { readMoment } from "#server/vocabulary/moment";
import { type Zone, zoneOffsets } from "#server/vocabulary/time/time-zone";
import { timeParts } from "../../ui/time/time-text.ts";

/** Spans back from now that people ask for most. */
export const periods = ["hour", "day", "week", "month"] as const;
export type Period = (typeof periods)[number];

const HOUR_MS = 60 * 60 * 1000;
const lengthMs: Record<Period, number> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 30 * 24 * HOUR_MS,
};

/** When a span that ends now began. */
export function periodStarts(period: Period, now: Date): Date {
  return new Date(now.getTime() - lengthMs[period]);
}

/** A wall-clock time as a date field gives it ("2026-11-21T09:00") as a moment in the zone, ISO 8601 in UTC. */
export function momentInZone(local: string, zone: Zone): string {
  return new Date(`${local}${local.length === 16 ? ":00" : ""}${zoneOffsets[zone]}`).toISOString();
}

/** What date fields say, for as long as it lasts: from a minute until another one, with it. An empty text is an open end. */
export function minutesInZone(from: string, to: string, zone: Zone): string {
  const inZone = (end: string) => (end === "" ? "" : `${end}${zoneOffsets[zone]}`);
  return rangeOf(inZone(from), inZone(to));
}

/** A whole day as a date field gives it. */
export function dayInZone(day: string, zone: Zone): string {
  return rangeOf(`${day}${zoneOffsets[zone]}`, `${day}${zoneOffsets[zone]}`);
}

/** Both ends of a period in the viewer's zone, as exactly as they were written; null for an open end. */
export function sayPeriod(range: string, zone: Zone): { from: string | null; to: string | null } {
  const [from, to] = endsOf(range).map((end) => (end === "" ? null : sayEnd(end, zone)));
  return { from: from ?? null, to: to ?? null };
}

function sayEnd(written: string, zone: Zone): string {
  const moment = readMoment(written);
  if (typeof moment === "string") return written;
  const { date, time, millis } = timeParts(moment.start, zone);
  const lastsMs = Date.parse(moment.end) - Date.parse(moment.start);
  // Another zone's day begins at some time of day here.
  if (lastsMs === 24 * HOUR_MS) return time === "00:00:00" ? date : `${date} ${time.slice(0, 5)} +24 h`;
  if (lastsMs === HOUR_MS / 60) return `${date} ${time.slice(0, 5)}`;
  return lastsMs === 1000 ? `${date} ${time}` : `${date} ${time}.${millis}`;
}
