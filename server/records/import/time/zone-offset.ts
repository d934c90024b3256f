const QUARTER_HOUR_MS = 900_000;
/** Offsets kept a zone: a year has 35,000 quarters of an hour, and rows stand in order of time more or less. */
const MAX_KEPT = 50_000;

/** Minutes east of UTC of "+09:00", "+0900", "+09", "Z", "UTC" or "GMT"; undefined for anything else. */
export function readOffset(text: string): number | undefined {
  if (/^(?:Z|UTC|GMT)$/i.test(text)) return 0;
  const match = /^([+-])(\d{2})(?::?(\d{2}))?$/.exec(text);
  if (!match) return undefined;
  const [hours, minutes] = [Number(match[2]), Number(match[3] ?? "0")];
  if (hours > 18 || minutes > 59) return undefined;
  return (match[1] === "-" ? -1 : 1) * (hours * 60 + minutes);
}

/** Whether the text names a time zone: an offset, or a name of the IANA database. */
export function isZone(text: string): boolean {
  if (readOffset(text) !== undefined) return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

/**
 * The zone as PostgreSQL's setting TimeZone takes it. An offset by itself would count westwards there, as POSIX has it; and
 * after `at time zone` names like CET would be abbreviations, without the hour of summer.
 *
 * @param zone one that isZone takes.
 */
export function timeZoneSetting(zone: string): string {
  const minutes = readOffset(zone);
  if (minutes === undefined) return zone;
  const size = Math.abs(minutes);
  return `<local>${minutes > 0 ? "-" : "+"}${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
}

/**
 * Tells the instant of a local time in a zone. Where clocks go forward, a local time that never was is read by the offset
 * before; where they go back, the first of the two is meant.
 *
 * @param zone one that isZone takes.
 * @returns a function from local time to instant, both as milliseconds, the local one as if it were UTC.
 */
export function instantsIn(zone: string): (localMs: number) => number {
  const fixed = readOffset(zone);
  if (fixed !== undefined) return (localMs) => localMs - fixed * 60_000;
  const offsetAt = offsetsOf(zone);
  const kept = new Map<number, number>();
  return (localMs) => {
    const quarter = Math.floor(localMs / QUARTER_HOUR_MS);
    let offset = kept.get(quarter);
    if (offset === undefined) {
      const local = quarter * QUARTER_HOUR_MS;
      // The earlier instant is the one with the larger offset; it counts when it is really shown there as this local time.
      const [before, after] = [offsetAt(local - 86_400_000), offsetAt(local + 86_400_000)];
      offset = offsetAt(local - before) === before ? before : offsetAt(local - after) === after ? after : before;
      if (kept.size >= MAX_KEPT) kept.clear();
      kept.set(quarter, offset);
    }
    return localMs - offset;
  };
}

/** Milliseconds east of UTC at an instant. */
function offsetsOf(zone: string): (instantMs: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (instantMs) => {
    const parts: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(instantMs)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instantMs / 1000) * 1000;
  };
}
