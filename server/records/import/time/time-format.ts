import { readOffset } from "./zone-offset.ts";

/** A time as it was written: local fields, and an offset when one was written. */
export type WrittenTime = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** Millionths of a second. */
  micros: number;
  offsetMinutes: number | undefined;
};

/** Reads a text; undefined when it has not this format. */
export type TimeReader = (text: string) => WrittenTime | undefined;

type Draft = Partial<WrittenTime> & { half?: number; at: number };
/** Reads one token from `draft.at` on and moves it; false when it does not stand there. */
type Token = (text: string, draft: Draft) => boolean;

const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];
/** Three letters each; in Korean the whole word is one letter and 요일. */
const WEEKDAY_NAMES = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const KOREAN_WEEKDAYS = "일월화수목금토";
const HALVES: readonly (readonly [string, number])[] = [
  ["am", 0],
  ["pm", 12],
  ["오전", 0],
  ["오후", 12],
];

type NumberField = "year" | "month" | "day" | "hour" | "minute" | "second";
const numberTokens: Record<string, readonly [NumberField, number, number]> = {
  yyyy: ["year", 4, 4],
  MM: ["month", 2, 2],
  M: ["month", 1, 2],
  dd: ["day", 2, 2],
  d: ["day", 1, 2],
  HH: ["hour", 2, 2],
  H: ["hour", 1, 2],
  hh: ["hour", 2, 2],
  h: ["hour", 1, 2],
  mm: ["minute", 2, 2],
  m: ["minute", 1, 2],
  ss: ["second", 2, 2],
  s: ["second", 1, 2],
};

/** The names of the formats that are no pattern. */
const namedFormats = ["iso", "unix-seconds", "unix-milliseconds", "unix-microseconds", "unix-nanoseconds"] as const;
type NamedFormat = (typeof namedFormats)[number];

/**
 * Understands a format: a name, or a pattern of tokens (yyyy yy MM M MMM MMMM EEE EEEE dd d HH H hh h mm m ss s, S... for
 * fractions, a for AM and PM, Z for an offset; 'text' in quotes and every character that is no letter stand for themselves).
 *
 * @returns the named format, a reader, or the fault as a sentence.
 */
export function compileFormat(format: string): { named: NamedFormat } | { read: TimeReader } | { fault: string } {
  const named = namedFormats.find((name) => name === format);
  if (named) return { named };
  const tokens: Token[] = [];
  const names: string[] = [];
  for (const part of splitPattern(format)) {
    const token = tokenOf(part);
    if (!token)
      return {
        fault: `has "${part}", which is no token of a time format; write letters that stand for themselves in single quotes`,
      };
    tokens.push(token);
    names.push(part);
  }
  const missing = ["y", "M", "d"].filter((letter) => !names.some((name) => name.startsWith(letter)));
  if (missing.length > 0) return { fault: `names no ${missing.join(", ")}; a time needs at least year, month and day` };
  const is12 = names.some((name) => name.startsWith("h"));
  if (is12 !== names.includes("a")) return { fault: "must use hh or h together with a (AM, PM), else HH or H" };
  return { read: (text) => readTokens(text, tokens) };
}

/** Runs of one letter, quoted texts, and single other characters. */
function splitPattern(format: string): string[] {
  return format.match(/'(?:[^']|'')*'?|([A-Za-z])\1*|[^A-Za-z']/gu) ?? [];
}

function tokenOf(part: string): Token | undefined {
  const number = numberTokens[part];
  if (number) return numberToken(...number);
  if (part === "yy") return shortYear;
  if (part === "MMM") return monthName(3);
  if (part === "MMMM") return monthName(9);
  if (part === "EEE") return weekday(3);
  if (part === "EEEE") return weekday(9);
  if (part === "a") return half;
  if (part === "Z") return offset;
  if (/^S+$/.test(part)) return fraction;
  if (part.startsWith("'")) {
    if (part.length < 2 || !part.endsWith("'")) return undefined;
    return literal(part === "''" ? "'" : part.slice(1, -1).replaceAll("''", "'"));
  }
  return /^[A-Za-z]/.test(part) ? undefined : literal(part);
}

function readTokens(text: string, tokens: readonly Token[]): WrittenTime | undefined {
  const draft: Draft = { at: 0 };
  if (!tokens.every((token) => token(text, draft)) || draft.at !== text.length) return undefined;
  const { year, month, day, hour = 0, minute = 0, second = 0, micros = 0, offsetMinutes } = draft;
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (draft.half !== undefined && (hour < 1 || hour > 12)) return undefined;
  const fullHour = draft.half === undefined ? hour : (hour % 12) + draft.half;
  return { year, month, day, hour: fullHour, minute, second, micros, offsetMinutes };
}

function digitsAt(text: string, at: number, max: number): string {
  let end = at;
  while (end < text.length && end - at < max && text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end += 1;
  return text.slice(at, end);
}

function numberToken(field: NumberField, min: number, max: number): Token {
  return (text, draft) => {
    // Where one digit may stand, a space may stand before it, as syslog pads days: "Nov  7".
    if (min === 1 && text[draft.at] === " ") draft.at += 1;
    const digits = digitsAt(text, draft.at, max);
    if (digits.length < min) return false;
    draft[field] = Number(digits);
    draft.at += digits.length;
    return true;
  };
}

/** 70 to 99 are the last century, as POSIX has it. */
const shortYear: Token = (text, draft) => {
  const digits = digitsAt(text, draft.at, 2);
  if (digits.length !== 2) return false;
  draft.year = Number(digits) + (Number(digits) >= 70 ? 1900 : 2000);
  draft.at += 2;
  return true;
};

/** The name, or as many of its first letters as are written. */
function monthName(letters: number): Token {
  const names = MONTHS.map((name) => name.slice(0, letters));
  return (text, draft) => {
    const month = names.findIndex((name) => startsWith(text, draft.at, name));
    if (month === -1) return false;
    draft.month = month + 1;
    draft.at += names[month]?.length ?? 0;
    return true;
  };
}

/** Says nothing that the date does not: it is passed over, also where it is wrong. */
function weekday(letters: number): Token {
  const korean = [...KOREAN_WEEKDAYS].map((name) => (letters > 3 ? `${name}요일` : name));
  const names = [...WEEKDAY_NAMES.map((name) => name.slice(0, letters)), ...korean];
  return (text, draft) => {
    const found = names.find((name) => startsWith(text, draft.at, name));
    if (found === undefined) return false;
    draft.at += found.length;
    return true;
  };
}

function startsWith(text: string, at: number, name: string): boolean {
  return text.slice(at, at + name.length).toLowerCase() === name;
}

const half: Token = (text, draft) => {
  const found = HALVES.find(([name]) => text.slice(draft.at, draft.at + 2).toLowerCase() === name);
  if (!found) return false;
  draft.half = found[1];
  draft.at += 2;
  return true;
};

const fraction: Token = (text, draft) => {
  const digits = digitsAt(text, draft.at, 9);
  if (digits === "") return false;
  draft.micros = Number(digits.padEnd(6, "0").slice(0, 6));
  draft.at += digits.length;
  return true;
};

const offset: Token = (text, draft) => {
  const written = /^(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)/i.exec(text.slice(draft.at, draft.at + 6))?.[0];
  const minutes = written === undefined ? undefined : readOffset(written);
  if (written === undefined || minutes === undefined) return false;
  draft.offsetMinutes = minutes;
  draft.at += written.length;
  return true;
};

function literal(expected: string): Token {
  return (text, draft) => {
    if (!text.startsWith(expected, draft.at)) return false;
    draft.at += expected.length;
    return true;
  };
}
