import type { Zone } from "#server/vocabulary/time/time-zone";

const HOUR_MS = 60 * 60 * 1000;
const MINUTE_MS = 60 * 1000;

/** How long ago, for lists: seconds and minutes under an hour, else null and the moment itself is shown. */
export type Age = { unit: "now" | "seconds" | "minutes"; count: number } | null;

/** The age of a moment. Slightly future moments, by a clock that is a little ahead, count as now. */
export function ageOf(iso: string, now: Date): Age {
  const ms = now.getTime() - Date.parse(iso);
  if (ms >= HOUR_MS || ms < -MINUTE_MS) return null;
  if (ms < 5_000) return { unit: "now", count: 0 };
  if (ms < MINUTE_MS) return { unit: "seconds", count: Math.floor(ms / 1000) };
  return { unit: "minutes", count: Math.floor(ms / MINUTE_MS) };
}

/** Made once: a list makes two for each of its rows otherwise, and making one takes longer than drawing the row. */
const formats: Record<Zone, Intl.DateTimeFormat> = { "Asia/Seoul": formatOf("Asia/Seoul"), UTC: formatOf("UTC") };

function formatOf(timeZone: Zone): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
}

export type TimeParts = { date: string; time: string; millis: string };

/** A screen of a list asks for some hundred moments, for most of them twice, and for this minute with each. */
const MOST_KNOWN = 1000;
const known: Record<Zone, Map<string, TimeParts>> = { "Asia/Seoul": new Map(), UTC: new Map() };

/** Date, time of day and milliseconds in a zone, in the sortable form that reads the same in both languages. */
export function timeParts(iso: string, zone: Zone): TimeParts {
  const parts = known[zone].get(iso) ?? formatted(iso, zone);
  if (known[zone].size >= MOST_KNOWN) known[zone].clear();
  known[zone].set(iso, parts);
  return parts;
}

function formatted(iso: string, zone: Zone): TimeParts {
  const moment = new Date(iso);
  const parts = formats[zone].formatToParts(moment);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return {
    date: `${of("year")}-${of("month")}-${of("day")}`,
    time: `${of("hour")}:${of("minute")}:${of("second")}`,
    millis: String(moment.getUTCMilliseconds()).padStart(3, "0"),
  };
}

/** How people call the zone beside a time. */
export function zoneName(zone: Zone): string {
  return zone === "UTC" ? "UTC" : "KST";
}

/** A span in the largest unit that keeps it readable, for "oldest waiting" and lag. */
export function spanParts(ms: number): { unit: "ms" | "s" | "min" | "h" | "d"; count: number; digits: number } {
  if (ms < 1000) return { unit: "ms", count: Math.round(ms), digits: 0 };
  if (ms < 10_000) return { unit: "s", count: ms / 1000, digits: 1 };
  if (ms < 2 * MINUTE_MS) return { unit: "s", count: Math.round(ms / 1000), digits: 0 };
  if (ms < 2 * HOUR_MS) return { unit: "min", count: Math.round(ms / MINUTE_MS), digits: 0 };
  if (ms < 48 * HOUR_MS) return { unit: "h", count: Math.round(ms / HOUR_MS), digits: 0 };
  return { unit: "d", count: Math.round(ms / (24 * HOUR_MS)), digits: 0 };
}
