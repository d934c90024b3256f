import type { Membership } from "../../members/change-membership.ts";
import type { NewMember } from "../../members/join-member.ts";
import type { Change, JsonValue } from "../../vocabulary/member-event.ts";

/** An event of the invented past, personal values in the clear. Times are milliseconds since 1970. */
export type WorldEvent = {
  id: string;
  at: number;
  memberId: string;
  action: string;
  version: number;
  attributes: Record<string, Change>;
  context: Record<string, JsonValue>;
  correlationId: string;
  causationId: string | null;
  /** Stored while SNS was away: waits to be sent. */
  missed: boolean;
};

/** A member as it is at the end of the invented past. */
export type WorldMember = NewMember & {
  id: string;
  joinedAt: number;
  status: "logged-in" | "logged-out";
  membership: Membership;
  marketingConsent: "none" | "given";
  identityVerifiedAt: number | null;
  passwordChangedAt: number | null;
};

/** A member's place in a family, and how it ended. */
export type WorldFamilyPlace = {
  memberId: string;
  familyId: number;
  joinedAt: number;
  withdrawnAt: number | null;
  withdrawnByEvent: string | null;
  withdrawnBecause: string | null;
};

export type WorldSession = { loginEventId: string; memberId: string; deviceId: string; ip: string };
export type WorldDevice = {
  memberId: string;
  deviceId: string;
  model: string;
  registeredAt: number;
  removedAt: number | null;
};
export type WorldSanction = { eventId: string; memberId: string; sanction: string; reason: string; until: number };
export type WorldWithdrawal = {
  requestEventId: string;
  memberId: string;
  dueAt: number;
  state: string;
  settledAt: number;
};
export type WorldNotification = { memberId: string; kind: string; eventId: string; at: number };
export type WorldTask = { kind: string; memberId: string; causeEventId: string; dueAt: number };

/** What a policy of then did with an event, as its inbox says. */
export type WorldHandling = { handler: string; eventId: string; memberId: string; at: number; outcome: string };

/** What came of one unit: its past, and everything that stands in tables at the end of it. */
export type UnitPast = {
  events: WorldEvent[];
  handlings: WorldHandling[];
  members: WorldMember[];
  families: WorldFamilyPlace[];
  sessions: WorldSession[];
  devices: WorldDevice[];
  sanctions: WorldSanction[];
  withdrawals: WorldWithdrawal[];
  notifications: WorldNotification[];
  tasks: WorldTask[];
};
