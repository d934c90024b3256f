import type { SQL } from "drizzle-orm";

/** Values that one index finds events by. */
export type DriverName = "ids" | "causes" | "correlations" | "devices" | "ips" | "members" | "actions";

/** What a condition is in SQL over `event.member_event` (alias e), and which index finds what it allows. */
export type Part = {
  condition: SQL;
  /** Every event that the condition allows has one of these values, and the index on them finds it. */
  drivers?: { readonly [K in DriverName]?: readonly string[] };
  /** Implied by the condition, and served by the GIN index on attributes. */
  attributes?: SQL;
  /** A query of the ids (`event_id`) of all waiting events that the condition may allow. */
  waiting?: SQL;
  /** ISO 8601; `end` not included. */
  period?: { start: string | null; end: string | null };
  /** False: the condition can only be asked of rows that something else has found. */
  isIndexed: boolean;
  /** True when the values were too many to be looked at whole. */
  isCut?: boolean;
};
