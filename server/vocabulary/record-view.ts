import type { InLanguages } from "./languages.ts";
import type { JsonValue } from "./member-event.ts";

/** A word in both languages of the console. */
export type Label = InLanguages;

/** How a cell is shown: `time` is ISO 8601, `personal` stands masked, `text` is a plain value or a code that has words. */
export type RecordColumnKind = "text" | "time" | "personal";

/** A column of a former record table; every row also has its time, its member and its event. */
export type RecordColumn = { name: string; label: Label; kind: RecordColumnKind };

/** A filter that only this view has: with choices it is one of them, without it is a whole value. */
export type RecordFilterField = { name: string; label: Label; choices: { value: string; label: Label }[] | null };

/** A former record table as a view over events. */
export type RecordView = {
  name: string;
  label: Label;
  description: Label;
  actions: string[];
  columns: RecordColumn[];
  filters: RecordFilterField[];
};

export type RecordOrder = "newest" | "oldest";

/** What rows of a view to read: a period, and values of the view's own filters by their names. Times are ISO 8601. */
export type RecordFilters = {
  from?: string | undefined;
  to?: string | undefined;
  own?: Record<string, string> | undefined;
};

/** The longest value that a view's own filter takes. */
export const LONGEST_OWN = 128;

/** One row: the event as that table would have shown it, cells by column name; null where the event says nothing. */
export type RecordRow = {
  eventId: string;
  memberId: string;
  action: string;
  occurredAt: string;
  cells: Record<string, JsonValue>;
};

/** One page of a view. `nextCursor` is the event id to continue after, null at the end. */
export type RecordPage = {
  rows: RecordRow[];
  nextCursor: string | null;
  /** True when the reading gave up at its bound: more rows may match. Never silent. */
  partial: boolean;
  asOf: string;
};

/** A view as a file; `capped` says that more rows match than one file holds. */
export type RecordExport = { fileName: string; csv: string; rows: number; capped: boolean };

/** An export holds at most this many rows. */
export const EXPORT_ROWS = 10_000;

/** One field of a member at a moment. `unknown`: the history known here begins later than the field's value. */
export type StateField = {
  field: string;
  label: Label;
  state: "known" | "unknown";
  value: JsonValue;
  personal: boolean;
  /** The event that set it; null when unknown. */
  setBy: { eventId: string; action: string; occurredAt: string } | null;
};

/** A member's state rebuilt from events; `at` is the moment asked for, ISO 8601, or that of the answer. */
export type MemberState = { memberId: string; at: string; fields: StateField[]; asOf: string };
