import type { NewMember } from "../../members/join-member.ts";
import type { Change, JsonValue } from "../../vocabulary/member-event.ts";

/** An event of the invented past. Times are milliseconds since 1970. */
export type WorldEvent = {
  /** Names it inside the world, since its id is made when it is stored. */
  key: number;
  at: number;
  memberId: string;
  action: string;
  attributes: Record<string, Change>;
  context: Record<string, JsonValue>;
  /** The key of the event that made it happen. */
  causeKey: number | null;
  /** Stored while SNS was away: waits to be sent. */
  missed: boolean;
};

/** A member as it is at the end of the invented past. */
export type WorldMember = NewMember & {
  id: string;
  joinedAt: number;
  status: "logged-in" | "logged-out";
  identityVerifiedAt: number | null;
  familyId: number | null;
  /** When the family account system heard that the identity is not verified any more. */
  withdrawnAt: number | null;
};

/** A session still open at the end; its id is the id of its log-in's event. */
export type WorldSession = { loginKey: number; memberId: string; deviceId: string; ip: string };

export type World = { members: WorldMember[]; events: WorldEvent[]; sessions: WorldSession[] };
