import type { Standing } from "./member/standing.ts";
import type { Family, JsonValue } from "./member-event.ts";
import type { Permission, Role } from "./roles.ts";

/** Who is signed in. */
export type Me = {
  id: string;
  login: string;
  name: string;
  role: Role;
  permissions: readonly Permission[];
  /** Nothing but the own account is open before another password is chosen. */
  mustChangePassword: boolean;
  /** Whether they sign in by the identity provider, and have no password here. */
  byProvider: boolean;
};

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
  history: MemberHistory;
  standing: Standing;
  glance: { failuresIn24h: number; newDevicesIn7d: number };
  asOf: string;
};

/** How a member's history is made up. Times are ISO 8601; a week begins on Monday. */
export type MemberHistory = {
  events: number;
  /** True when only the newest 50,000 events were looked at: then all that is said here is of these. */
  isCut: boolean;
  firstAt: string | null;
  actions: { name: string; family: Family; events: number }[];
  /** Weeks that have events, oldest first. */
  weeks: { from: string; events: number }[];
};

/** What the search box understood. */
export type LookUp =
  | { kind: "member"; memberId: string; via: "id" | "phone" | "email" }
  | { kind: "event"; eventId: string }
  | { kind: "story"; correlationId: string }
  | { kind: "device"; device: string }
  | { kind: "ip"; ip: string };
