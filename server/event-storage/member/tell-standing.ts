import {
  barsLogIn,
  type Force,
  forces,
  type InForce,
  type LogInStanding,
  type Standing,
  type WatchedChange,
  watchedChanges,
} from "../../vocabulary/member/standing.ts";
import type { JsonValue, MemberEvent } from "../../vocabulary/member-event.ts";

/** The attributes and context that a standing is told from; a catalog that names them otherwise tells less. */
export const TELLING_ATTRIBUTES = [
  ...["membership", "status", "identityVerification", "phoneNumber", "emailAddress", "password", "until"],
] as const;

/** Families whose newest events a standing is told from. */
export const TELLING_FAMILIES = ["sign-in", "device", "sanction", "lifecycle"] as const;

/** What the member system says of a member, as far as it bears on what is in force. */
export type Said = { state: string | null; details: Record<string, JsonValue> };

type Known = {
  said: Said;
  /** The newest event of each action that tells something. */
  newest: readonly MemberEvent[];
  /** The newest sanctions: several may be in force at once. */
  sanctions: readonly MemberEvent[];
  /** Failed tries since the last log-in. */
  failures: number;
  /** What caused the last log-out, whoever's event it is. */
  cause: MemberEvent | null;
  /** The database's time, ISO 8601. */
  now: string;
};

const forceOf: Readonly<Record<string, Force>> = {
  withdrawn: "withdrawn",
  suspended: "suspended",
  locked: "locked",
  dormant: "dormant",
  "withdrawal-requested": "leaving",
};
const statuses = ["logged-in", "logged-out"];

/** Says what is in force for a member now, each with the event that proves it. Pure. */
export function tellStanding(known: Known): Standing {
  const { said, newest } = known;
  const event = withAttribute(newest, "membership");
  const claimed = textOf(said.details.membership) ?? (isStatus(said.state) ? null : said.state);
  const membership = claimed ?? toOf(event, "membership");
  const proof = event !== null && toOf(event, "membership") === membership ? event : null;
  const inForce = [
    ...membershipForce(membership, proof),
    ...lockForce(known),
    ...sanctionForces(known),
    ...verificationForce(known),
  ].sort((a, b) => forces.indexOf(a.force) - forces.indexOf(b.force));
  return {
    membership,
    status: isStatus(said.state) ? said.state : toOf(withAttribute(newest, "status"), "status"),
    inForce,
    logIn: logInStanding(known, inForce),
    lastChanges: watchedChanges.map((change) => ({ change, event: lastChange(newest, change) })),
  };
}

/** The newest sign-in events, of which a standing and what led to it are told. */
export function signInEvents(newest: readonly MemberEvent[]) {
  const signIns = newest.filter(({ family }) => family === "sign-in");
  const of = (ending: string) => newestOf(signIns.filter(({ action }) => action.endsWith(ending)));
  return { lastIn: of("logged-in"), lastOut: of("logged-out"), lastFailed: of("failed") };
}

function membershipForce(membership: string | null, event: MemberEvent | null): InForce[] {
  const force = membership === null ? undefined : forceOf[membership];
  if (force === undefined) return [];
  return [{ force, until: force === "leaving" ? toOf(event, "objectionsUntil") : null, event }];
}

/** An account that was locked and not unlocked since; a lock that ends by itself does so at its `until`. */
function lockForce({ newest, now }: Known): InForce[] {
  const locked = newestOf(newest.filter(({ action }) => action.endsWith(".locked")));
  const unlocked = newestOf(newest.filter(({ action }) => action.endsWith(".unlocked")));
  if (locked === null || (unlocked !== null && unlocked.id > locked.id)) return [];
  const until = toOf(locked, "until");
  return until !== null && isPast(until, now) ? [] : [{ force: "locked", until, event: locked }];
}

function sanctionForces({ sanctions, now }: Known): InForce[] {
  return sanctions.flatMap((event): InForce[] => {
    const until = toOf(event, "until");
    return until === null || isPast(until, now) ? [] : [{ force: "sanctioned", until, event }];
  });
}

function verificationForce({ said, newest }: Known): InForce[] {
  const event = withAttribute(newest, "identityVerification");
  const byEvent = toOf(event, "identityVerification");
  const isVerified = typeof said.details.identityVerified === "boolean" ? said.details.identityVerified : null;
  if (isVerified ?? byEvent !== "none") return [];
  return [{ force: "unverified", until: null, event: byEvent === "none" ? event : null }];
}

function logInStanding({ newest, failures, cause }: Known, inForce: readonly InForce[]): LogInStanding {
  const { lastIn, lastOut, lastFailed } = signInEvents(newest);
  const by = inForce.find(({ force }) => barsLogIn.has(force));
  if (by !== undefined) return { kind: "barred", by, lastIn };
  if (lastFailed !== null && isAfter(lastFailed, lastIn))
    return { kind: "failing", failures, last: lastFailed, lastIn };
  if (lastOut !== null && isAfter(lastOut, lastIn)) return { kind: "out", event: lastOut, cause, lastIn };
  return lastIn === null ? { kind: "never" } : { kind: "in", event: lastIn };
}

const changedBy: Record<WatchedChange, string | null> = {
  phone: "phoneNumber",
  email: "emailAddress",
  password: "password",
  device: null,
};

function lastChange(newest: readonly MemberEvent[], change: WatchedChange): MemberEvent | null {
  const attribute = changedBy[change];
  return attribute === null
    ? newestOf(newest.filter(({ family }) => family === "device"))
    : withAttribute(newest, attribute);
}

function withAttribute(events: readonly MemberEvent[], name: string): MemberEvent | null {
  return newestOf(events.filter(({ attributes }) => attributes[name]?.to !== undefined));
}

/** An event id begins with its time. */
function newestOf(events: readonly MemberEvent[]): MemberEvent | null {
  return events.reduce<MemberEvent | null>((last, event) => (isAfter(event, last) ? event : last), null);
}

function isAfter(event: MemberEvent, other: MemberEvent | null): boolean {
  return other === null || event.id > other.id;
}

function toOf(event: MemberEvent | null, name: string): string | null {
  return textOf(event?.attributes[name]?.to);
}

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function isStatus(state: string | null): boolean {
  return state !== null && statuses.includes(state);
}

/** What is no moment is in force until somebody says otherwise. */
function isPast(until: string, now: string): boolean {
  return Date.parse(until) <= Date.parse(now);
}
