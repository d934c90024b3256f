import { logOutElsewhere, outcomeOf } from "../../policies/log-out-elsewhere.ts";
import { logOutOthersHere, outcomeOfOthers } from "../../policies/log-out-others-here.ts";
import { recordDevice } from "../../policies/record-device.ts";
import { contextOf } from "./invent-context.ts";
import {
  countDevices,
  deviceRow,
  endSessions,
  type Life,
  noteHandling,
  raiseAct,
  raiseEvent,
  type Stage,
} from "./life.ts";
import type { ActOf } from "./world-act.ts";
import type { WorldEvent } from "./world-event.ts";

/** A policy acts so long after the event it follows, at least and at most. */
const POLICY_MS = [90, 700] as const;

/** A log-in, and what the policies of then made of it. */
export function playLogIn(stage: Stage, act: ActOf<"log in">, life: Life): void {
  const { member, sessions } = life;
  if (member.membership !== "active" && member.membership !== "withdrawal-requested") return;
  const login = raiseAct(stage, act, "member.logged-in", { status: { from: member.status, to: "logged-in" } });
  member.status = "logged-in";
  const { id: deviceId, ip } = act.device;
  sessions.set(deviceId, { loginEventId: login.id, memberId: member.id, deviceId, ip });
  if (act.missed) return;
  const handled = (handler: string, outcome: string) => {
    noteHandling(stage, { handler, eventId: login.id, memberId: login.memberId, at: login.at + POLICY_MS[1], outcome });
  };
  handled(logOutElsewhere.id, outcomeOf(playLogOutElsewhere(stage, login, life)));
  handled(logOutOthersHere.id, outcomeOfOthers(playLogOutOthers(stage, login, deviceId)));
  handled(recordDevice.id, playRecordDevice(stage, act, { login, life }) ? "device registered" : "device known");
}

function laterBy(stage: Stage, { at }: WorldEvent): number {
  return at + stage.random.between(...POLICY_MS);
}

function playLogOutElsewhere(stage: Stage, login: WorldEvent, life: Life): number {
  const elsewhere = [...life.sessions.values()].filter(({ deviceId }) => deviceId !== login.context.deviceId);
  for (const { deviceId, ip, memberId } of elsewhere) {
    life.sessions.delete(deviceId);
    raiseEvent(stage, {
      at: laterBy(stage, login),
      memberId,
      action: "member.logged-out",
      attributes: { session: { from: "open", to: "ended" }, reason: { to: "logged-in-elsewhere" } },
      context: { deviceId, ip },
      cause: login,
    });
  }
  return elsewhere.length;
}

function playLogOutOthers(stage: Stage, login: WorldEvent, deviceId: string): number {
  const others = [...stage.lives.values()].filter(
    ({ member, sessions }) => member.id !== login.memberId && sessions.has(deviceId),
  );
  for (const other of others) {
    const context = { deviceId, ip: login.context.ip ?? null };
    raiseEvent(stage, {
      at: laterBy(stage, login),
      memberId: other.member.id,
      action: "member.logged-out",
      attributes: {
        session: { from: "open", to: "ended" },
        reason: { to: "another-account-here" },
        ...endSessions(other, deviceId),
      },
      context,
      cause: login,
    });
  }
  return others.length;
}

function playRecordDevice(
  stage: Stage,
  { device }: ActOf<"log in">,
  { login, life }: { login: WorldEvent; life: Life },
): boolean {
  if (life.devices.get(device.id)?.removedAt === null) return false;
  const before = countDevices(life);
  const at = laterBy(stage, login);
  life.devices.set(device.id, deviceRow(life, device, at));
  raiseEvent(stage, {
    at,
    memberId: life.member.id,
    action: "device.registered",
    attributes: { device: { to: device.id }, devices: { from: before, to: before + 1 }, model: { to: device.model } },
    context: contextOf(stage.random, device),
    cause: login,
  });
  return true;
}

/** A log-out by the member itself; nothing where it is not logged in. */
export function playLogOut(stage: Stage, act: ActOf<"log out">, life: Life): void {
  if (!life.sessions.has(act.device.id)) return;
  const status = endSessions(life, act.device.id);
  raiseAct(stage, act, "member.logged-out", {
    session: { from: "open", to: "ended" },
    reason: { to: "by-member" },
    ...status,
  });
}

/** A joining; before the change of versions it said less. */
export function playJoin(stage: Stage, act: ActOf<"join">, life: Life, isVersion1: boolean): void {
  const { name, phone, email, address, identityVerified } = life.member;
  const attributes = {
    name: { to: name },
    phoneNumber: { to: phone },
    emailAddress: { to: email },
    address: { to: address },
    identityVerification: { to: identityVerified ? "verified" : "none" },
  };
  const more = { membership: { to: "active" }, marketingConsent: { to: "none" } };
  life.joinEvent = raiseAct(
    stage,
    act,
    "member.joined",
    isVersion1 ? attributes : { ...attributes, ...more },
    isVersion1 ? 1 : 2,
  );
}
