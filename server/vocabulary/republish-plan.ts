import type { Family, MemberEvent } from "./member-event.ts";
import type { Subscriber } from "./republish-order.ts";

/** How many messages one subscriber would get of a plan's events, by its registered policy. */
export type FanOut = Pick<Subscriber, "id" | "description" | "placement" | "replayRule"> & {
  receives: number;
  /** What its policy drops. */
  drops: number;
  /** Events it has handled already, at least once; null where that is not known. */
  handled: number | null;
  /** True when the numbers are estimated from a sample. */
  isEstimate: boolean;
};

/** What somebody should know before a job, each with its number; `isEstimate`: from a sample of the events. */
export type PlanWarning = { count: number; isEstimate: boolean } & (
  | { kind: "target drops"; target: string }
  | { kind: "nobody receives" }
  | { kind: "others receive"; names: string[] }
  | { kind: "changed since"; members: number }
  | { kind: "newer of the same" }
  | { kind: "republished before"; times: number }
  /** It took too long to find out what the three above, and "erased", say of these events. */
  | { kind: "history not looked at" }
  | { kind: "handled already"; names: string[] }
  | { kind: "may raise new events"; names: string[] }
  | { kind: "not stored" }
  | { kind: "erased" }
  | { kind: "imported" }
  | { kind: "not external" }
);

/** How far a set is counted that takes long. */
export type CountProgress = {
  counted: number;
  /** How much of the set's time is walked, from 0 to 1. */
  share: number;
  isDone: boolean;
};

/** What was committed after a plan although it happened before, and is outside of its set. */
export type LateEvents = {
  /** Null when it took too long to find out. */
  count: number | null;
  /** Of these, so many were written into the past after the plan: they refuse its order. */
  slippedIn: number;
  /** The newest of them, 20 at most. */
  events: MemberEvent[];
  asOf: string;
};

/** What a job would do, as of a moment. Times are ISO 8601. */
export type RepublishPlan = {
  /** Null when counting took too long: it is counted on by `republish.countOn`, or else exact once it is frozen. */
  count: number | null;
  /** Of these, how many can be sent in this layer at all. */
  sendable: number | null;
  members: number | null;
  first: string | null;
  last: string | null;
  asOf: string;
  /** Give it with the order: it is refused if the set is another by then. */
  token: string;
  tookMs: number;
  byAction: { action: string; family: Family; count: number }[];
  /** Equal spans from the first to the last event. */
  histogram: { from: string; count: number }[];
  samples: MemberEvent[];
  rate: number;
  highestRate: number;
  durationS: number | null;
  /** Events times receivers: what an approval is measured by. */
  deliveries: number | null;
  receivers: number;
  approval: { isNeeded: boolean; limit: number; orderedInDay: number };
  fanOut: FanOut[];
  warnings: PlanWarning[];
  /** The time of the oldest event in the storage: no backfill goes further back. */
  historyFrom: string | null;
};

/** What a plan foretold, as its job keeps it: no members, and nothing that was only so when it was planned. */
export type ForetoldPlan = Pick<
  RepublishPlan,
  | "asOf"
  | "count"
  | "sendable"
  | "members"
  | "first"
  | "last"
  | "byAction"
  | "histogram"
  | "fanOut"
  | "warnings"
  | "historyFrom"
>;
