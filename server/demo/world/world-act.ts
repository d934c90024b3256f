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

/** One kind of act for each of the names, so that each can be told from the others. */
type Doing<Kind extends string, More = unknown> = Kind extends string ? { kind: Kind; person: Person } & More : never;

type AnyDoing =
  | Doing<"join" | "log in" | "fail to log in" | "log out" | "change password" | "remind" | "join family">
  | Doing<"verify identity" | "remove identity verification" | "give consent" | "withdraw consent">
  | Doing<"change phone" | "change name" | "change email" | "change address", { value: string }>
  | Doing<"remove device", { removed: Device }>
  | Doing<"make dormant" | "restore" | "reinstate">
  | Doing<"suspend", { reason: SuspensionReason }>
  | Doing<"sanction", { sanction: Sanction; reason: SuspensionReason; days: number }>
  | Doing<"withdraw", { end: WithdrawalEnd }>
  | { kind: "try unknown account"; person: null };

/** What somebody means to do at a moment, in milliseconds since 1970, with a device in hand. `missed`: SNS was away. */
export type WorldAct = { at: number; device: Device; missed?: boolean } & AnyDoing;

/** One kind of act. */
export type ActOf<K extends WorldAct["kind"]> = Extract<WorldAct, { kind: K }>;
