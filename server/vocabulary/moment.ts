/** A time as it was written, for as long as it lasts: a day, a minute, a second or a millisecond. ISO 8601 in UTC; `end` is the first moment after it. */
export type Moment = { start: string; end: string };

const WRITTEN = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?(Z|[+-]\d\d:?\d\d)$/i;
const DATE = /^\d{4}-\d\d-\d\d$/;
const NO_ZONE = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/;

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * Reads a time with its zone, as exactly as it was written: "2026-11-26T13:59+09:00" is that whole minute, and
 * "2026-11-26+09:00" that whole day.
 *
 * @returns the moment, or what is missing: "date" has no time and no zone, "zone" has no zone, "time" is no time at all.
 */
export function readMoment(text: string): Moment | "date" | "zone" | "time" {
  // In an address that somebody typed a plus has become a space.
  const written = text.trim().replace(/ (?=\d\d:?\d\d$)/, NO_ZONE.test(text.trim()) ? " " : "+");
  if (DATE.test(written)) return "date";
  if (NO_ZONE.test(written)) return "zone";
  const match = WRITTEN.exec(written);
  if (!match) return "time";
  const [, date = "", minutes = "00:00", seconds = "00", fraction = "", zone = ""] = match;
  const local = `${date}T${minutes}:${seconds}.${fraction.slice(0, 3).padEnd(3, "0")}`;
  const wallClock = new Date(`${local}Z`);
  // A date that no calendar has rolls over into another.
  if (Number.isNaN(wallClock.getTime()) || wallClock.toISOString() !== `${local}Z`) return "time";
  const start = new Date(`${local}${zone.toUpperCase().replace(/^([+-]\d\d):?(\d\d)$/, "$1:$2")}`);
  if (Number.isNaN(start.getTime())) return "time";
  const lasts = fraction !== "" ? 1 : match[3] !== undefined ? SECOND_MS : match[2] !== undefined ? MINUTE_MS : DAY_MS;
  return { start: start.toISOString(), end: new Date(start.getTime() + lasts).toISOString() };
}
