import type { NewMember } from "../../members/join-member.ts";
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

/** What somebody means to do at a moment, in milliseconds since 1970. Without a person: nobody that is known. */
export type WorldAct = { at: number; device: Device; missed?: boolean } & (
  | { kind: "fail to log in"; person: Person | null }
  | { kind: "join" | "log in" | "log out" | "remove identity verification"; person: Person }
  | { kind: "change phone number"; person: Person; phone: string }
);
