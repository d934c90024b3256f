import type { Change } from "../../vocabulary/member-event.ts";
import { contextOf, type Device } from "./invent-context.ts";
import type { Random } from "./random.ts";
import type { Person, WorldAct } from "./world-act.ts";
import type { World, WorldEvent, WorldMember, WorldSession } from "./world-event.ts";

type Changes = Record<string, Change>;
type Life = { member: WorldMember; sessions: Map<string, WorldSession> };

/**
 * Lets everybody act in the order of time, by the rules of the member domain and its policy: the same events as the real
 * actions would have raised, and the members as they are afterwards. An act that the domain would refuse does not happen.
 */
export function playActs(random: Random, people: readonly Person[], acts: readonly WorldAct[]): World {
  const lives = new Map(people.map((person) => [person.id, beginLife(person)]));
  const events: WorldEvent[] = [];

  function raise(act: WorldAct, action: string, attributes: Changes): WorldEvent {
    const { at, device, person, missed = false } = act;
    const context = contextOf(random, device);
    const memberId = person?.id ?? "unknown";
    const event = { key: events.length, at, memberId, action, attributes, context, causeKey: null, missed };
    events.push(event);
    return event;
  }

  for (const act of acts.toSorted((one, other) => one.at - other.at)) {
    const life = act.person && lives.get(act.person.id);
    if (life) playAct(act, life, raise);
    else raise(act, "member.login-failed", { reason: { to: "unknown-account" } });
    const login = events.at(-1);
    if (!life || act.kind !== "log in" || !login || act.missed) continue;
    events.push(...logOutElsewhere({ random, login, life, device: act.device, firstKey: events.length }));
  }
  return {
    members: [...lives.values()].map(({ member }) => member),
    sessions: [...lives.values()].flatMap(({ sessions }) => [...sessions.values()]),
    events,
  };
}

function beginLife({ id, given, joinedAt, familyId }: Person): Life {
  const identityVerifiedAt = given.identityVerified ? joinedAt : null;
  const member: WorldMember = {
    ...given,
    id,
    joinedAt,
    familyId,
    identityVerifiedAt,
    status: "logged-out",
    withdrawnAt: null,
  };
  return { member, sessions: new Map() };
}

function playAct(
  act: WorldAct,
  { member, sessions }: Life,
  raise: (act: WorldAct, action: string, attributes: Changes) => WorldEvent,
): void {
  switch (act.kind) {
    case "join":
      raise(act, "member.joined", joinedAttributes(member));
      return;
    case "log in": {
      const { key } = raise(act, "member.logged-in", { status: { from: member.status, to: "logged-in" } });
      member.status = "logged-in";
      const { id: deviceId, ip } = act.device;
      sessions.set(deviceId, { loginKey: key, memberId: member.id, deviceId, ip });
      return;
    }
    case "fail to log in":
      raise(act, "member.login-failed", { reason: { to: "wrong-password" } });
      return;
    case "log out": {
      if (!sessions.delete(act.device.id)) return;
      const status: Changes = sessions.size === 0 ? { status: { from: "logged-in", to: "logged-out" } } : {};
      if (sessions.size === 0) member.status = "logged-out";
      raise(act, "member.logged-out", {
        session: { from: "open", to: "ended" },
        reason: { to: "by-member" },
        ...status,
      });
      return;
    }
    case "change phone number":
      raise(act, "phone-number.changed", { phoneNumber: { from: member.phone, to: act.phone } });
      member.phone = act.phone;
      return;
    case "remove identity verification":
      if (member.identityVerifiedAt === null) return;
      raise(act, "identity-verification.removed", { identityVerification: { from: "verified", to: "none" } });
      member.identityVerifiedAt = null;
      if (member.familyId !== null) member.withdrawnAt = act.at + 1400;
  }
}

function joinedAttributes({ name, phone, email, address, identityVerified }: WorldMember): Changes {
  return {
    name: { to: name },
    phoneNumber: { to: phone },
    emailAddress: { to: email },
    address: { to: address },
    identityVerification: { to: identityVerified ? "verified" : "none" },
    membership: { to: "active" },
    marketingConsent: { to: "none" },
  };
}

/** What the policy of that name did: each older session elsewhere ends, a moment after the log-in. */
function logOutElsewhere(given: {
  random: Random;
  login: WorldEvent;
  life: Life;
  device: Device;
  firstKey: number;
}): WorldEvent[] {
  const { random, login, life, device, firstKey } = given;
  const elsewhere = [...life.sessions.values()].filter(({ deviceId }) => deviceId !== device.id);
  return elsewhere.map(({ deviceId, ip, memberId }, at) => {
    life.sessions.delete(deviceId);
    return {
      key: firstKey + at,
      at: login.at + random.between(90, 700),
      memberId,
      action: "member.logged-out",
      attributes: { session: { from: "open", to: "ended" }, reason: { to: "logged-in-elsewhere" } },
      context: { deviceId, ip },
      causeKey: login.key,
      missed: false,
    };
  });
}
