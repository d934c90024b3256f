import type { MemberEvent } from "../member-event.ts";

/** What can be in force for a member, the gravest first. */
export const forces = ["withdrawn", "suspended", "locked", "dormant", "sanctioned", "leaving", "unverified"] as const;
export type Force = (typeof forces)[number];

/** While one of these is in force, nobody logs in. */
export const barsLogIn: ReadonlySet<Force> = new Set<Force>(["withdrawn", "suspended", "locked", "dormant"]);

/** Something in force now. `until` is ISO 8601; `event` proves it, and is null where the member system alone says so. */
export type InForce = { force: Force; until: string | null; event: MemberEvent | null };

/**
 * Why a member can or cannot log in, by the events: something bars it, tries fail since the last log-in, the last session
 * ended (`cause` is what brought that about, perhaps another member's event), nothing is in the way, or nobody ever did.
 */
export type LogInStanding =
  | { kind: "barred"; by: InForce; lastIn: MemberEvent | null }
  | { kind: "failing"; failures: number; last: MemberEvent; lastIn: MemberEvent | null }
  | { kind: "out"; event: MemberEvent; cause: MemberEvent | null; lastIn: MemberEvent | null }
  | { kind: "in"; event: MemberEvent }
  | { kind: "never" };

/** What support is asked about when somebody else may have taken an account. */
export const watchedChanges = ["phone", "email", "password", "device"] as const;
export type WatchedChange = (typeof watchedChanges)[number];

/** What the events say of a member now. */
export type Standing = {
  /** What the member system calls the membership, else what the newest event says; null where nothing does. */
  membership: string | null;
  /** `logged-in` or `logged-out`, apart from the membership; null where nothing says it. */
  status: string | null;
  inForce: InForce[];
  logIn: LogInStanding;
  /** The last event of each kind, however old; null where none is known. */
  lastChanges: { change: WatchedChange; event: MemberEvent | null }[];
};
