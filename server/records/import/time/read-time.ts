import { compileFormat, type TimeReader, type WrittenTime } from "./time-format.ts";
import { instantsIn, readOffset } from "./zone-offset.ts";

/** An instant: ISO 8601 in UTC with microseconds as far as they were written, and whole milliseconds since 1970. */
export type Instant = { iso: string; ms: number };

/** Reads one value of a row; a text says why it is no time. */
export type ReadTime = (value: string | number) => Instant | string;

const isoPattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)? ?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/i;

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
    const back = new Date(localMs);
    const exists =
      year >= 100 &&
      month >= 1 &&
      month <= 12 &&
      back.getUTCDate() === day &&
      back.getUTCMonth() === month - 1 &&
      hour < 24 &&
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
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", written] = match;
  const offsetMinutes = written === undefined ? undefined : readOffset(written);
  if (written !== undefined && offsetMinutes === undefined) return undefined;
  const micros = Number(fraction.padEnd(6, "0").slice(0, 6));
  return {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    micros,
    offsetMinutes,
  };
};

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
