import { readMoment } from "#server/vocabulary/moment";
import { type Zone, zoneOffsets } from "#server/vocabulary/time/time-zone";
import { timeParts } from "./time-text.ts";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAY_MS = 24 * 60 * 60 * 1000;

/** Days that have a name, counted from today. */
const named = new Map([
  ["today", 0],
  ["tomorrow", 1],
  ["yesterday", -1],
  ["오늘", 0],
  ["내일", 1],
  ["모레", 2],
  ["어제", -1],
  ["그제", -2],
  ["그저께", -2],
]);

/** `isAhead` where times lie in the future: what names no year is then of the next such day. */
type Clock = { now: Date; zone: Zone; isAhead?: boolean };

/**
 * Reads a time as people type it, in English or Korean, or paste it: "2026-11-26 13:59", "26 Nov 2026", "Nov 26 1:59 pm",
 * "2026. 11. 26. 오후 1:59", "11월 26일 13시", "yesterday 9:00", "now", or ISO 8601. What names no zone is of the given one, what
 * names no year is of the last such day, or of the next one.
 *
 * @returns the time with its zone, as exactly as it was written ("2026-11-26T13:59+09:00", "2026-11-26+09:00" for a whole day);
 *   null for what is no time.
 */
export function readTypedTime(typed: string, clock: Clock): string | null {
  const { now, zone } = clock;
  const text = typed.normalize("NFKC").trim().replaceAll(/\s+/g, " ");
  if (text === "") return null;
  if (typeof readMoment(text) === "object") return text.replace(/ (?=\d\d:?\d\d$)/, "+");
  if (/^(now|지금)$/i.test(text)) return `${localOf(now, zone)}${zoneOffsets[zone]}`;
  const found = readDay(text, clock);
  if (found === null) return null;
  const time = readClock(found.rest);
  if (time === null) return null;
  const written = `${found.day}${time === "" ? "" : `T${time}`}${zoneOffsets[zone]}`;
  return typeof readMoment(written) === "object" ? written : null;
}

function localOf(now: Date, zone: Zone): string {
  const { date, time } = timeParts(now.toISOString(), zone);
  return `${date}T${time}`;
}

type Day = { day: string; rest: string };

const WHOLE_DAY = /^(\d{4})(?:[-/.] ?|년 ?)(\d{1,2})(?:[-/.] ?|월 ?)(\d{1,2})(?:일|\.)?(?![\d:])/;
const KOREAN_DAY = /^(\d{1,2})월 ?(\d{1,2})일/;
const DAY_FIRST = /^(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?,?(?: (\d{4})(?!:))?/i;
const MONTH_FIRST = /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?![\d:]),?(?: (\d{4})(?!:))?/i;

function readDay(text: string, clock: Clock): Day | null {
  const word = /^\p{L}+/u.exec(text)?.[0].toLowerCase() ?? "";
  const days = named.get(word);
  if (days !== undefined) {
    const { date } = timeParts(new Date(clock.now.getTime() + days * DAY_MS).toISOString(), clock.zone);
    return { day: date, rest: text.slice(word.length) };
  }
  const whole = WHOLE_DAY.exec(text);
  if (whole) return dayOf(whole, { year: whole[1], month: whole[2], date: whole[3] }, clock);
  const korean = KOREAN_DAY.exec(text);
  if (korean) return dayOf(korean, { month: korean[1], date: korean[2] }, clock);
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst) return dayOf(dayFirst, { year: dayFirst[3], month: monthOf(dayFirst[2]), date: dayFirst[1] }, clock);
  const monthFirst = MONTH_FIRST.exec(text);
  if (!monthFirst) return null;
  return dayOf(monthFirst, { year: monthFirst[3], month: monthOf(monthFirst[1]), date: monthFirst[2] }, clock);
}

function monthOf(word = ""): string {
  return String(MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1);
}

type Parts = { year?: string | undefined; month: string | undefined; date: string | undefined };

function dayOf({ 0: matched, input }: RegExpExecArray, { year, month = "", date = "" }: Parts, clock: Clock): Day {
  const monthAndDay = `${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
  const today = timeParts(clock.now.toISOString(), clock.zone).date;
  const thisYear = Number(today.slice(0, 4));
  const ofThisYear = `${thisYear}-${monthAndDay}`;
  // Events lie in the past: a day of this year that is still to come was meant of the last one.
  const last = ofThisYear > today ? thisYear - 1 : thisYear;
  const next = ofThisYear < today ? thisYear + 1 : thisYear;
  return { day: `${year ?? (clock.isAhead === true ? next : last)}-${monthAndDay}`, rest: input.slice(matched.length) };
}

const TIME_OF_DAY =
  /^(오전|오후|am|pm)? ?(\d{1,2})(?::|시 ?)?(\d{1,2})?(?::|분 ?)?(?:(\d{1,2})(?:\.(\d{1,6}))?초?)? ?(am|pm|a\.m\.|p\.m\.)?$/i;

/** The time of day as 24 hours, as exactly as it was written; empty for none, null for what is none. */
function readClock(rest: string): string | null {
  const text = rest.replace(/^(?: ?, ?| ?T ?| at | )/i, "").trim();
  if (text === "") return "";
  const match = TIME_OF_DAY.exec(text);
  if (!match) return null;
  const [, before = "", hours = "", minutes, seconds, fraction, after = ""] = match;
  const half = (before || after).toLowerCase().replaceAll(".", "");
  const hour = Number(hours);
  // A number by itself is an hour only where something says so.
  if (half === "" && !/[시:]/.test(text)) return null;
  if (half !== "" && (hour < 1 || hour > 12)) return null;
  const isLate = half === "pm" || half === "오후";
  const inDay = half === "" ? hour : (hour % 12) + (isLate ? 12 : 0);
  const two = (part: number | string) => String(part).padStart(2, "0");
  const exact = seconds === undefined ? "" : `:${two(seconds)}${fraction === undefined ? "" : `.${fraction}`}`;
  return `${two(inDay)}:${two(minutes ?? 0)}${exact}`;
}
