import { NO_MEMBER } from "../../vocabulary/member-event.ts";
import { addedByFamilyAccount, contextOf, type Device } from "./invent-context.ts";
import type { Random } from "./random.ts";
import type { Person, WorldAct } from "./world-act.ts";
import type {
  UnitPast,
  WorldDevice,
  WorldEvent,
  WorldFamilyPlace,
  WorldHandling,
  WorldMember,
  WorldSession,
} from "./world-event.ts";
import { inboxSinceOf, spanOf, versionChangeOf, type WorldPlan } from "./world-plan.ts";

/** One member while the past is played. */
export type Life = {
  person: Person;
  member: WorldMember;
  /** Open sessions by device. */
  sessions: Map<string, WorldSession>;
  devices: Map<string, WorldDevice>;
  family: WorldFamilyPlace | null;
  joinEvent: WorldEvent | null;
};

/** What playing one unit works with. */
export type Stage = {
  plan: WorldPlan;
  random: Random;
  lives: Map<string, Life>;
  past: UnitPast;
  /** Gives the id of the next event at a moment. */
  idAt(at: number, memberId: string): string;
};

/** What an act raises. */
type Raised = {
  at: number;
  memberId: string;
  action: string;
  attributes: WorldEvent["attributes"];
  context: WorldEvent["context"];
  /** The event that made it happen; with it comes the story. */
  cause?: WorldEvent | undefined;
  /** The story of something else than the cause. */
  story?: string;
  missed?: boolean | undefined;
  version?: number;
};

/** A person as a member, before anything of the world's time has happened. */
export function beginLife(person: Person, plan: WorldPlan): Life {
  const { id, given, joinedAt, devices, familyId } = person;
  const isOld = joinedAt < spanOf(plan).from;
  const [first] = devices;
  const known: WorldDevice = {
    memberId: id,
    deviceId: first.id,
    model: first.model,
    registeredAt: joinedAt,
    removedAt: null,
  };
  return {
    person,
    member: {
      ...given,
      id,
      joinedAt,
      identityVerifiedAt: given.identityVerified ? joinedAt : null,
      status: "logged-out",
      membership: "active",
      marketingConsent: "none",
      passwordChangedAt: null,
    },
    sessions: new Map(),
    devices: new Map(isOld ? [[first.id, known]] : []),
    family: isOld && familyId !== null ? placeOf(person, joinedAt) : null,
    joinEvent: null,
  };
}

/** A member's place in its family, from a moment on. */
function placeOf({ id: memberId, familyId }: Person, joinedAt: number): WorldFamilyPlace {
  return {
    memberId,
    familyId: familyId ?? 0,
    joinedAt,
    withdrawnAt: null,
    withdrawnByEvent: null,
    withdrawnBecause: null,
  };
}

/** Puts an event into the past. */
export function raiseEvent(stage: Stage, raised: Raised): WorldEvent {
  const { at, memberId, action, attributes, context, cause, story, missed = false, version = 1 } = raised;
  const id = stage.idAt(at, memberId);
  const correlationId = story ?? cause?.correlationId ?? id;
  const event = {
    id,
    at,
    memberId,
    action,
    version,
    attributes,
    context,
    correlationId,
    causationId: cause?.id ?? null,
    missed,
  };
  stage.past.events.push(event);
  return event;
}

/** Puts the event of an act into the past: at its moment, with its device. */
export function raiseAct(
  stage: Stage,
  act: WorldAct,
  action: string,
  attributes: WorldEvent["attributes"],
  version = 1,
): WorldEvent {
  const { at, device, missed, person } = act;
  const context = contextOf(stage.random, device);
  return raiseEvent(stage, { at, memberId: person?.id ?? NO_MEMBER, action, attributes, context, missed, version });
}

/** What the family account system has added to the history of a member. */
export function raiseFamilyEvent(
  stage: Stage,
  life: Life,
  given: { happening: "joined" | "left"; at: number; reason?: string; cause?: WorldEvent },
): WorldEvent {
  const { happening, at, reason, cause } = given;
  const [from, to] = happening === "left" ? ["member", "none"] : ["none", "member"];
  const attributes = { familyAccount: { from, to }, ...(reason === undefined ? {} : { reason: { to: reason } }) };
  const context = addedByFamilyAccount;
  return raiseEvent(stage, {
    at,
    memberId: life.member.id,
    action: `family-account.${happening}`,
    attributes,
    context,
    cause,
  });
}

/** Notes what a policy did with an event, where inboxes still know it. */
export function noteHandling(stage: Stage, handling: WorldHandling): void {
  if (handling.at > inboxSinceOf(stage.plan)) stage.past.handlings.push(handling);
}

/** Whether actions that have two versions now were stored as version 1 at that moment. */
export function isBeforeVersionChange(stage: Stage, at: number): boolean {
  return at < versionChangeOf(stage.plan);
}

/** Ends sessions as the domain's own endSessions does; gives the change of the status, if any. */
export function endSessions(life: Life, deviceId?: string): { status?: { from: string; to: string } } {
  const had = deviceId === undefined ? true : life.sessions.delete(deviceId);
  if (deviceId === undefined) life.sessions.clear();
  if (!had || life.sessions.size > 0 || life.member.status === "logged-out") return {};
  life.member.status = "logged-out";
  return { status: { from: "logged-in", to: "logged-out" } };
}

/** How many devices are on a member's list. */
export function countDevices({ devices }: Life): number {
  return [...devices.values()].filter(({ removedAt }) => removedAt === null).length;
}

/** A device's row at a moment. */
export function deviceRow(life: Life, { id, model }: Device, registeredAt: number): WorldDevice {
  return { memberId: life.member.id, deviceId: id, model, registeredAt, removedAt: null };
}
