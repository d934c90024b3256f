import type { Audience } from "./audiences.ts";

/** What a watch counts: what its view or sequence finds, or the different members of it. */
export const watchMeasures = ["members", "matches"] as const;
export type WatchMeasure = (typeof watchMeasures)[number];

/** Of what it counts: of everything together, or of each member, device or address by itself. */
export const watchSubjects = ["all", "member", "device", "ip"] as const;
export type WatchSubject = (typeof watchSubjects)[number];

export const MOST_WATCHED = 10_000;
export const LONGEST_WINDOW_S = 30 * 86_400;
export const SHORTEST_WINDOW_S = 60;

/** When a watch calls: more than so many, of what, within so many seconds. */
export type Threshold = { measure: WatchMeasure; per: WatchSubject; moreThan: number; windowSeconds: number };

/** Why a watch could not be looked at. */
export const watchFailures = ["owner", "view", "slow", "many"] as const;
export type WatchFailure = (typeof watchFailures)[number];

/** A watch as whoever may see it does. Times are ISO 8601. */
export type Watch = Threshold & {
  id: string;
  view: { id: string; name: string; isSequence: boolean };
  owner: { login: string; name: string };
  audience: Audience;
  isMine: boolean;
  /** Whether the person who asks may pause and delete it. */
  isChangeable: boolean;
  /** The host that is called; null for none. */
  host: { id: string; url: string; isRevoked: boolean } | null;
  pausedAt: string | null;
  lookedAt: string | null;
  /** Since when it could not be looked at, and why; null while it can. */
  failing: { since: string; why: WatchFailure } | null;
  finds: number;
  unseen: number;
  lastFindAt: string | null;
};

/** What a watch found. `subject` is empty where it counts everything together. */
export type WatchFind = {
  id: string;
  subject: string;
  at: string;
  foundAt: string;
  amount: number;
  memberIds: string[];
  eventIds: string[];
  seenAt: string | null;
  seenBy: string | null;
  call: WatchCall | null;
};

/** How the call to its host stands. */
export const callStates = ["due", "done", "given-up"] as const;
export type WatchCall = { state: (typeof callStates)[number]; tries: number; error: string | null };
