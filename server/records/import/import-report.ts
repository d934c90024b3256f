import type { Change, JsonValue } from "../../vocabulary/member-event.ts";

/** A row that became no event. `field` is the event's field, or "row" when the row itself cannot be read. */
export type RefusedRow = { line: number; sourceEventId: string | null; field: string; reason: string };

/** Rows that were refused for one reason: the first of them with its own words, and between which lines they stand. */
export type RefusalKind = { field: string; reason: string; count: number; firstLine: number; lastLine: number };

/** One day of the former table against the events of its rows. Checksums cover every row's content, but for personal values. */
export type ParityDay = {
  day: string;
  rows: number;
  events: number;
  rowChecksum: string;
  eventChecksum: string;
  equal: boolean;
};

/** One old row against its new event, personal values masked on both sides after they were compared in the clear. */
export type ParitySample = {
  line: number;
  sourceEventId: string;
  eventId: string | null;
  equal: boolean;
  /** The fields that differ. */
  differences: string[];
  row: SampledEvent;
  event: SampledEvent | null;
};

/** What is compared of a sampled row and its event. */
export type SampledEvent = {
  memberId: string;
  action: string;
  occurredAt: string;
  attributes: Record<string, Change>;
  context: Record<string, JsonValue>;
};

/** How an import ended. `read` = stored + alreadyThere + duplicates + skipped + refused. */
export type ImportReport = {
  source: string;
  /** True when every row is accounted for as an event or by a rule that skips it, and days and samples agree. */
  verdict: boolean;
  /** Why the verdict is false; empty when it is true. */
  reasons: string[];
  rows: { read: number; stored: number; alreadyThere: number; duplicates: number; skipped: number; refused: number };
  skippedBecause: Record<string, number>;
  /** Refused rows by the field that was at fault. */
  refusedIn: Record<string, number>;
  /** The first refused rows, at most MAX_LISTED; `rows.refused` counts all. */
  refused: RefusedRow[];
  /** The same by what is wrong with them, most rows first. */
  refusedFor: RefusalKind[];
  /** Paths of the mapping at which no row has anything: misspelt, or a field that no row uses. */
  neverFound: string[];
  /** What rows hold and no path of the mapping takes, of the rows that were looked at: the first thousand, then some. */
  untaken: string[];
  /** Attributes that rows gave with the same value before and after, with how many: no change, and left out of their events. */
  noChanges: Record<string, number>;
  /** Rows with a time finer than the millisecond that events keep. */
  finerTimes: number;
  /** Lists of which the mapping takes one element, though so many rows hold more there. */
  halfTaken: Record<string, number>;
  /** The zone in which days are counted. */
  zone: string;
  days: ParityDay[];
  samples: ParitySample[];
  seconds: number;
  rowsPerSecond: number;
};

/** Refused rows kept in the report: a wrong mapping refuses millions of rows for one reason. */
export const MAX_LISTED = 1000;
