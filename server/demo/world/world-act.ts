import type { NewMember } from "../../members/join-member.ts";
import type { Sanction } from "../../members/sanction-member.ts";
import type { SuspensionReason } from "../../members/suspend-member.ts";
import type { Device } from "./invent-context.ts";

/** Somebody of the world, as at the beginning. */
export type Person = {
  id: string;
  /** Makes this person's phone numbers and e-mail address. */
  number: number;
  given: NewMember;
  joinedAt: number;
  familyId: number | null;
  devices: [Device, ...Device[]];
  /** Log-ins in the whole time. */
  visits: number;
};

/** How a wish to withdraw ends. */
export type WithdrawalEnd = "completed" | "objection" | "by-member";

type Doing =
  | { kind: "join" | "log in" | "fail to log in" | "log out" | "change password" | "remind"; person: Person }
  | { kind: "verify identity" | "remove identity verification" | "give consent" | "withdraw consent"; person: Person }
  | { kind: "change phone" | "change name" | "change email" | "change address"; person: Person; value: string }
  | { kind: "remove device"; person: Person; removed: Device }
  | { kind: "make dormant" | "restore" | "reinstate" | "join family"; person: Person }
  | { kind: "suspend"; person: Person; reason: SuspensionReason }
  | { kind: "sanction"; person: Person; sanction: Sanction; reason: SuspensionReason; days: number }
  | { kind: "withdraw"; person: Person; end: WithdrawalEnd }
  | { kind: "try unknown account"; person: null };

/** What somebody means to do at a moment, in milliseconds since 1970, with a device in hand. `missed`: SNS was away. */
export type WorldAct = { at: number; device: Device; missed?: boolean } & Doing;

/** One kind of act. */
export type ActOf<K extends WorldAct["kind"]> = Extract<WorldAct, { kind: K }>;
