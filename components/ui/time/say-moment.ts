import { readMoment } from "#server/vocabulary/moment";
import type { Zone } from "#server/vocabulary/time/time-zone";
import { timeParts } from "./time-text.ts";

const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A written time in the viewer's zone, as exactly as it was written; what is none stays as it is. */
export function sayMoment(written: string, zone: Zone): string {
  const moment = readMoment(written);
  if (typeof moment === "string") return written;
  const { date, time, millis } = timeParts(moment.start, zone);
  const lastsMs = Date.parse(moment.end) - Date.parse(moment.start);
  // Another zone's day begins at some time of day here.
  if (lastsMs === DAY_MS) return time === "00:00:00" ? date : `${date} ${time.slice(0, 5)} +24 h`;
  if (lastsMs === MINUTE_MS) return `${date} ${time.slice(0, 5)}`;
  return lastsMs === 1000 ? `${date} ${time}` : `${date} ${time}.${millis}`;
}
