import type { InLanguages } from "./languages.ts";
/** The eight families of actions: each has one icon and one hue. */
export const families = [
  "sign-in",
  "identity",
  "profile",
  "device",
  "consent",
  "family",
  "sanction",
  "lifecycle",
] as const;
export type Family = (typeof families)[number];

/** Stands for the member where no account was recognised, as with a failed log-in under a name that nobody has. */
export const NO_MEMBER = "unknown";

/** The two topics. */
export const layerNames = ["internal", "external"] as const;
export type LayerName = (typeof layerNames)[number];

/** Why the loop sent an event: `relay` first, as another language stored it; `detector` again. */
export const attemptCauses = ["relay", "detector"] as const;

/** The kinds of personal values; how each is normalized and masked stands in the database (event.normalize_personal, event.mask). */
export const personalKinds = ["phone", "email", "name", "address"] as const;
export type PersonalKind = (typeof personalKinds)[number];

/** A value of an attribute or of the context, as JSON has it. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** One changed attribute. Personal values stand here in masked form. */
export type Change = { from?: JsonValue; to?: JsonValue };

/** Where an event stands in one layer. `fault`: a live event that is neither published nor waiting, which must not happen. */
export const publicationStates = ["published", "waiting", "parked", "not for publication", "fault"] as const;
export type PublicationState = (typeof publicationStates)[number];

/** Publication of one event in one layer; times are ISO 8601 in UTC, tries count sends by the loop. */
export type LayerPublication = {
  state: PublicationState;
  publishedAt: string | null;
  tries: number | null;
  nextAt: string | null;
  lastError: string | null;
};

/** A stored event as people and programs read it; times are ISO 8601 in UTC with milliseconds. */
export type MemberEvent = {
  id: string;
  memberId: string;
  action: string;
  family: Family;
  version: number;
  imported: boolean;
  occurredAt: string;
  storedAt: string;
  changed: string[];
  attributes: Record<string, Change>;
  context: Record<string, JsonValue>;
  correlationId: string | null;
  causationId: string | null;
  published: boolean;
  publishedAt: string | null;
  internal: LayerPublication;
  external: LayerPublication;
};

/** One page of events, newest first. `nextCursor` is the id to continue below, null at the end. */
export type EventPage = {
  events: MemberEvent[];
  nextCursor: string | null;
  /** True when the search gave up at its bound: older events may match. Never silent. */
  partial: boolean;
  /** The database's time of the answer, ISO 8601. */
  asOf: string;
};

/**
 * Why something given is left out: an attribute of the event because it is no change (its from equals its to); else a promoted
 * value of the SNS attributes, because SNS could not filter on it, or not take it.
 */
export const leftOutReasons = ["number", "empty", "quote", "control", "noncharacter", "no-change"] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];

/** How often an attribute was left out, of events or of their SNS attributes. */
export type LeftOutCount = { action: string; name: string; why: LeftOutReason; count: number; lastEventId: string };

/** One line in the life of an event after it was stored. */
export type BiographyEntry =
  | { kind: "stored"; at: string }
  | { kind: "published"; at: string; layer: LayerName }
  | { kind: "sent again"; at: string; layer: LayerName; cause: (typeof attemptCauses)[number]; error: string | null }
  | {
      kind: "republished";
      at: string;
      layer: LayerName;
      jobId: string;
      target: string;
      by: string;
      reason: string;
      state: string;
    }
  | { kind: "handled"; at: string; handler: string; delivery: string; outcome: string };

/**
 * Why an event waits: its layer is stopped (by whom, why), its topic does not answer, what was sent lies in the recorder's
 * queue (`text` is `away` or `behind`), or a consumer cannot handle it.
 * `where` is the layer, or the subscriber that fails. `nextAt` is null but for a failing message that will be tried again.
 */
export type Hold = {
  kind: "stopped" | "away" | "unrecorded" | "failing";
  where: string;
  since: string | null;
  by: string | null;
  text: string;
  tries: number | null;
  nextAt: string | null;
};

/**
 * That a policy or another system handled an event of a story. `delivery` is `live`, or the republish job it came by; `raised`
 * are the shown events that the policy recorded because of it.
 */
export type HandledInStory = {
  eventId: string;
  handler: string;
  delivery: string;
  outcome: string;
  at: string;
  raised: string[];
};

/** One event with all that is known of it. */
export type EventDossier = {
  event: MemberEvent;
  holds: Hold[];
  biography: BiographyEntry[];
  /** Promoted attributes that its messages leave out of the SNS attributes. */
  leftOut: { name: string; why: LeftOutReason }[];
  /** What led to the event, what it brought about, and the other events of its story (correlation), oldest first, at most 50. */
  story: MemberEvent[];
  chain: {
    /** What was done with the event and those of `story`, in order; more than that where `isHandledCut`. */
    handled: HandledInStory[];
    isHandledCut: boolean;
    /** Ids that the events name as their causes and the storage does not have. */
    unknownCauses: string[];
    /** How many further events belong to the story; at least so many where `isFloor`. */
    leftOut: number;
    isFloor: boolean;
  };
  asOf: string;
};

/** An action of the event catalog with the sentences of its current version; {name} in a sentence stands for an attribute. */
export type CatalogAction = {
  name: string;
  family: Family;
  currentVersion: number;
  external: boolean;
  /** `promote`: stands among the SNS attributes. */
  attributes: Record<
    string,
    { type: string; enum?: (string | number | boolean)[]; personal?: PersonalKind; promote?: boolean }
  >;
  /** The attributes without which an event of this action is refused. */
  required: string[];
  sentence: InLanguages;
};
