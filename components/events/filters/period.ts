import type { Zone } from "../../preferences/preferences.ts";

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

/** Neither zone has daylight saving: Korea keeps UTC+9 since 1988, before any event here. */
const offsets: Record<Zone, string> = { "Asia/Seoul": "+09:00", UTC: "Z" };

/** A wall-clock time as a date field gives it ("2026-11-21T09:00") as a moment in the zone, ISO 8601 in UTC. */
export function momentInZone(local: string, zone: Zone): string {
  return new Date(`${local}${local.length === 16 ? ":00" : ""}${offsets[zone]}`).toISOString();
}
