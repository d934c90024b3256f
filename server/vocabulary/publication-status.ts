import type { LayerName } from "./member-event.ts";
import type { OutagePart } from "./outage.ts";

/** How much a stopped layer holds back: republish jobs alone, or everything that is sent there. */
export const stopScopes = ["jobs", "everything"] as const;

export type StopScope = (typeof stopScopes)[number];

/** Upper ends of the bands in which waiting events are counted, in milliseconds; the last band has no end. */
export const ageBandsMs = [10_000, 60_000, 300_000, 3_600_000] as const;

/** Who stopped a layer, when (ISO 8601), why and how much of it. */
export type LayerStop = { at: string; by: string; reason: string; scope: StopScope };

/** How publication stands in one layer. Durations are milliseconds; null where nothing was there to measure. */
export type LayerStatus = {
  layer: LayerName;
  waiting: number;
  /** How many wait since less than each end of `ageBandsMs`, and since longer than the last: one number more than ends. */
  waitingByAge: number[];
  overdue: number;
  oldestWaitingMs: number | null;
  parked: number;
  /** Events of the last hour that the detector had to send again, and how many of these are recorded now. */
  missedInHour: number;
  repairedInHour: number;
  recordedInHour: number;
  /** From stored to recorded, over events stored in the last hour (newest 5,000). */
  lagP50Ms: number | null;
  lagP95Ms: number | null;
  lagP99Ms: number | null;
  unpublishedAfterMs: number;
  stopped: LayerStop | null;
};

/**
 * A subscriber's queue as a worker last saw it. Counts are SQS's own, approximately; what is handled and what fails is
 * known for our own consumers alone, and null for others'.
 */
export type QueueStatus = {
  subscriber: string;
  layer: LayerName;
  queue: string;
  waiting: number;
  inFlight: number;
  deadLetters: number;
  /** Since when no look has found it empty; null when the last one did. */
  filledSince: string | null;
  failing: number | null;
  /** Over the last five full minutes. */
  handledPerMinute: number | null;
  measuredAt: string;
};

/** A part that does not answer: since when, when that was last seen, and its own words. Times are ISO 8601. */
export type Outage = { part: OutagePart; since: string; seenAt: string; error: string };

/** A message that one of our consumers cannot handle. `nextAt` is null once it lies in the dead-letter queue. */
export type FailingMessage = {
  subscriber: string;
  queue: string;
  messageId: string;
  eventId: string | null;
  error: string;
  tries: number;
  firstFailedAt: string;
  lastFailedAt: string;
  nextAt: string | null;
};

/** The publication page. `lookedAt` is when a worker last looked at the queues, and null when none ever has. */
export type PublicationStatus = {
  layers: LayerStatus[];
  queues: QueueStatus[];
  lookedAt: string | null;
  outages: Outage[];
  failing: FailingMessage[];
  asOf: string;
};

/** An event that the detector had to send, and what became of it. */
export type MissedEvent = {
  eventId: string;
  layer: LayerName;
  action: string;
  storedAt: string;
  foundAt: string;
  tries: number;
  error: string | null;
  recordedAt: string | null;
};

/** Five minutes of commits to records in one layer. */
export type LagPoint = {
  layer: LayerName;
  from: string;
  recorded: number;
  p50Ms: number | null;
  p95Ms: number | null;
  p99Ms: number | null;
};

/** What staff who answer members need to know of publication: nothing is lost, but other systems may not know yet. */
export type Incident = {
  /** The age of the oldest event that waits longer than it may; null when none does. */
  behindMs: number | null;
  waiting: number;
  stopped: (LayerStop & { layer: LayerName; waiting: number })[];
  away: OutagePart[];
  asOf: string;
};
