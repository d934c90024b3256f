import { compileFormat, type TimeReader, type WrittenTime } from "./time-format.ts";
import { instantsIn, readOffset } from "./zone-offset.ts";

/** An instant: ISO 8601 in UTC with microseconds as far as they were written, and whole milliseconds since 1970. */
export type Instant = { iso: string; ms: number };

/** Reads one value of a row; a text says why it is no time. */
export type ReadTime = (value: string | number) => Instant | string;

const isoPattern =
  /^(\d{4}-\d{2}-\d{2}|\d{4}-?W\d{2}-?\d|\d{4}-\d{3})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)? ?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/i;

/** Nanoseconds in the unit of each named format that counts from 1970. */
const unitNanos = {
  "unix-seconds": 1_000_000_000n,
  "unix-milliseconds": 1_000_000n,
  "unix-microseconds": 1000n,
  "unix-nanoseconds": 1n,
} as const;

/**
 * Makes the reader of a time rule: the formats are tried in turn; `zone` holds for times written without an offset.
 *
 * @param format formats that compileFormat understands.
 * @param zone one that isZone takes.
 */
export function timeReader({ format, zone }: { format: readonly string[]; zone?: string | undefined }): ReadTime {
  const toInstant = zone === undefined ? undefined : instantsIn(zone);
  const readers = format.map((one) => readerOf(one));
  const expected = format.join(" or ");
  return (value) => {
    const text = typeof value === "string" ? value.trim() : String(value);
    for (const read of readers) {
      const found = read(text);
      if (found === undefined) continue;
      if ("iso" in found) return found;
      return instantOf(found, toInstant) ?? `"${shown(text)}" is no time that exists; correct it`;
    }
    return `"${shown(text)}" is no time of the format ${expected}; correct it, or add its format to the mapping`;
  };

  function instantOf(
    written: WrittenTime,
    zoned: ((localMs: number) => number) | undefined,
  ): Instant | string | undefined {
    const { year, month, day, hour, minute, second, micros, offsetMinutes } = written;
    const localMs = Date.UTC(year, month - 1, day, hour, minute, second);
    const back = new Date(Date.UTC(year, month - 1, day));
    // ISO 8601 writes the end of a day as 24:00:00, the first moment of the next.
    const isMidnight = hour === 24 && minute === 0 && second === 0 && micros === 0;
    const exists =
      year >= 100 &&
      month >= 1 &&
      month <= 12 &&
      back.getUTCDate() === day &&
      back.getUTCMonth() === month - 1 &&
      (hour < 24 || isMidnight) &&
      minute < 60 &&
      second < 60;
    if (!exists) return undefined;
    if (offsetMinutes === undefined && !zoned) {
      return "is a time without an offset; give the mapping's time a zone, like Asia/Seoul";
    }
    const ms = offsetMinutes === undefined ? (zoned?.(localMs) ?? localMs) : localMs - offsetMinutes * 60_000;
    return fromMicros(ms, micros);
  }
}

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}

type Reader = (text: string) => WrittenTime | Instant | undefined;

function readerOf(format: string): Reader {
  const compiled = compileFormat(format);
  if ("fault" in compiled) throw new Error(`the time format ${format} ${compiled.fault}`);
  if ("read" in compiled) return compiled.read;
  return compiled.named === "iso" ? readIso : unixReader(unitNanos[compiled.named]);
}

const readIso: TimeReader = (text) => {
  const match = isoPattern.exec(text);
  if (!match) return undefined;
  const [, date = "", hour = "0", minute = "0", second = "0", fraction = "", written] = match;
  const { year, month, day } = dateOf(date);
  const offsetMinutes = written === undefined ? undefined : readOffset(written);
  if (written !== undefined && offsetMinutes === undefined) return undefined;
  const micros = Number(fraction.padEnd(6, "0").slice(0, 6));
  return {
    year,
    month,
    day,
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    micros,
    offsetMinutes,
  };
};

const DAY_MS = 86_400_000;

/** A calendar date, a week date (2023-W45-2) or an ordinal one (2023-311); one that does not exist has day 0. */
function dateOf(date: string): { year: number; month: number; day: number } {
  const year = Number(date.slice(0, 4));
  const week = /W(\d{2})-?(\d)$/.exec(date);
  const ordinal = /^\d{4}-(\d{3})$/.exec(date);
  if (week === null && ordinal === null) {
    return { year, month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
  }
  const none = { year, month: 1, day: 0 };
  if (ordinal !== null) {
    const found = new Date(Date.UTC(year, 0, Number(ordinal[1])));
    return ordinal[1] !== "000" && found.getUTCFullYear() === year ? partsOf(found) : none;
  }
  const [number, weekday] = [Number(week?.[1]), Number(week?.[2])];
  // The week of 4 January is the first one; Monday is day 1.
  const fourth = new Date(Date.UTC(year, 0, 4));
  const firstMonday = fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * DAY_MS;
  const found = new Date(firstMonday + ((number - 1) * 7 + weekday - 1) * DAY_MS);
  // The week's Thursday tells to which year it belongs.
  const thursday = new Date(firstMonday + ((number - 1) * 7 + 3) * DAY_MS);
  const exists = number >= 1 && weekday >= 1 && weekday <= 7 && thursday.getUTCFullYear() === year;
  return exists ? partsOf(found) : none;
}

function partsOf(date: Date): { year: number; month: number; day: number } {
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function unixReader(nanos: bigint): Reader {
  return (text) => {
    const match = /^(-?)(\d{1,19})(?:\.(\d{1,9}))?$/.exec(text);
    if (!match) return undefined;
    const [, sign, whole = "0", fraction = ""] = match;
    const size = BigInt(whole) * nanos + (BigInt(fraction.padEnd(9, "0")) * nanos) / 1_000_000_000n;
    const total = (sign ? -size : size) / 1000n;
    // Counted forwards from a whole second, before 1970 as well.
    const overMicros = ((total % 1_000_000n) + 1_000_000n) % 1_000_000n;
    const secondsMs = Number((total - overMicros) / 1000n);
    // Milliseconds taken for seconds lie far away: outside the years 1 to 9999 they are no time at all.
    if (secondsMs > 253_402_300_799_000 || secondsMs < -62_135_596_800_000) return undefined;
    return fromMicros(secondsMs, Number(overMicros));
  };
}

function fromMicros(secondsMs: number, micros: number): Instant {
  const iso = new Date(secondsMs).toISOString();
  return { iso: `${iso.slice(0, -4)}${String(micros).padStart(6, "0")}Z`, ms: secondsMs + Math.floor(micros / 1000) };
}
