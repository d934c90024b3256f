import type { JsonValue, MemberEvent } from "./member-event.ts";
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
