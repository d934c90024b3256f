import type { JsonValue, LayerName, MemberEvent } from "./member-event.ts";
import type { Permission, Role } from "./roles.ts";

/** Who is signed in. */
export type Me = { id: string; login: string; name: string; role: Role; permissions: readonly Permission[] };

/** A member as staff see it: personal values masked. `known` is false when only events name the id. Times are ISO 8601. */
export type MemberProfile = {
  memberId: string;
  known: boolean;
  state: string | null;
  joinedAt: string | null;
  name: string | null;
  phone: string | null;
  email: string | null;
  address: string | null;
  details: Record<string, JsonValue>;
  eventCount: number;
  /** True when eventCount is a floor: counting stops at 10,000. */
  eventCountCapped: boolean;
  glance: {
    lastSignIn: MemberEvent | null;
    failuresIn24h: number;
    newDevicesIn7d: number;
    sensitiveChangesIn7d: MemberEvent[];
  };
  asOf: string;
};

/** What the search box understood. */
export type LookUp =
  | { kind: "member"; memberId: string; via: "id" | "phone" | "email" }
  | { kind: "event"; eventId: string }
  | { kind: "story"; correlationId: string }
  | { kind: "device"; device: string }
  | { kind: "ip"; ip: string };

/** How publication stands in one layer. Durations are milliseconds; null where nothing was there to measure. */
export type LayerStatus = {
  layer: LayerName;
  waiting: number;
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
  unpublishedAfterMs: number;
  stopped: { at: string; by: string; reason: string; scope: StopScope } | null;
};

/** How much a stopped layer holds back: republish jobs alone, or everything that is sent there. */
export const stopScopes = ["jobs", "everything"] as const;

export type StopScope = (typeof stopScopes)[number];

/** A queue and its dead-letter queue; counts are what SQS says, approximately. */
export type QueueStatus = {
  subscriber: string;
  layer: LayerName;
  queue: string;
  waiting: number;
  inFlight: number;
  deadLetters: number;
};

/** The publication page. `queues` is null when SQS could not be asked. */
export type PublicationStatus = { layers: LayerStatus[]; queues: QueueStatus[] | null; asOf: string };
