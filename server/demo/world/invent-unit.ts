import { eventIdAt } from "./event-id.ts";
import {
  type Campaign,
  inventOutage,
  inventRing,
  inventStuffing,
  inventTakeover,
  isRing,
  MISSED,
  makeRing,
} from "./invent-crimes.ts";
import { inventLife, inventStrangers } from "./invent-life.ts";
import { inventPeople } from "./invent-people.ts";
import { beginLife, isBeforeVersionChange, type Life, raiseAct, type Stage } from "./life.ts";
import {
  playChange,
  playConsent,
  playIdentity,
  playJoinFamily,
  playPassword,
  playReminder,
  playRemoveDevice,
  playSanction,
  putDownReminders,
} from "./play-changes.ts";
import { playStanding, playWithdrawal } from "./play-membership.ts";
import { playJoin, playLogIn, playLogOut } from "./play-sign-in.ts";
import type { Random } from "./random.ts";
import type { Person, WorldAct } from "./world-act.ts";
import type { UnitPast } from "./world-event.ts";
import { randomOfUnit, spanOf, unitsOf, type WorldPlan } from "./world-plan.ts";

/** No two acts of a unit come closer, so that what policies do to one is over before the next. */
const APART_MS = 2000;

/** What takes longest after an act: a withdrawal, from its wish to what follows its end. */
const AFTER_WITHDRAWAL_MS = 130_000;

/**
 * Invents the past of one unit: who they are, what they meant to do, and what came of it by the rules of the member domain
 * and its policies. What the domain would refuse does not happen.
 *
 * The same plan and unit give the same past.
 */
export function inventUnit(plan: WorldPlan, unit: number, campaigns: readonly Campaign[]): UnitPast {
  const random = randomOfUnit(plan, unit);
  const { people, acts } = inventActs(plan, unit, { random, campaigns });
  const stage: Stage = {
    plan,
    random,
    lives: new Map(people.map((person) => [person.id, beginLife(person, plan)])),
    past: emptyPast(),
    idAt: (at, memberId) => eventIdAt(at, memberId, random),
  };
  for (const act of setApart(acts, plan.now)) playAct(stage, act);
  putDownReminders(stage);
  return collect(stage);
}

function inventActs(
  plan: WorldPlan,
  unit: number,
  { random, campaigns }: { random: Random; campaigns: readonly Campaign[] },
): { people: Person[]; acts: WorldAct[] } {
  const span = spanOf(plan);
  const invented = inventPeople(plan, unit, random);
  const isOutage = unit >= unitsOf(plan) - MISSED;
  if (isRing(unit) && !isOutage) {
    const people = makeRing(random, invented, span);
    return {
      people,
      acts: [...people.flatMap((person) => inventLife(random, person, span)), ...inventRing(random, people, span)],
    };
  }
  // Whoever acts during the outage must be there to act.
  const people = isOutage
    ? invented.map((person, at) => (at === 0 ? { ...person, joinedAt: span.from - 86_400_000 } : person))
    : invented;
  const acts = [
    ...people.flatMap((person) => inventLife(random, person, span)),
    ...inventTakeover(random, people, span),
    ...inventStuffing(random, people, campaigns),
    ...inventStrangers(random, span),
  ];
  if (!isOutage) return { people, acts };
  const lasting = acts.filter(({ kind, person }) => person !== people[0] || !/dormant|suspend|withdraw$/.test(kind));
  return { people, acts: [...lasting, ...inventOutage(plan, unit, people)] };
}

/** In the order of time; one that would fall into what follows another waits until that is over. */
function setApart(acts: readonly WorldAct[], now: number): WorldAct[] {
  let free = 0;
  const apart: WorldAct[] = [];
  for (const act of acts.toSorted((one, other) => one.at - other.at)) {
    const at = Math.max(act.at, free);
    if (at >= now - 1000) continue;
    apart.push({ ...act, at });
    free = at + (act.kind === "withdraw" ? AFTER_WITHDRAWAL_MS : APART_MS);
  }
  return apart;
}

function playAct(stage: Stage, act: WorldAct): void {
  const life = act.person === null ? undefined : stage.lives.get(act.person.id);
  if (life === undefined) raiseAct(stage, act, "member.login-failed", { reason: { to: "unknown-account" } });
  else if (act.kind === "join" || act.at > life.member.joinedAt) playMemberAct(stage, act, life);
}

function playMemberAct(stage: Stage, act: WorldAct, life: Life): void {
  switch (act.kind) {
    case "join":
      playJoin(stage, act, life, isBeforeVersionChange(stage, act.at));
      return;
    case "log in":
      playLogIn(stage, act, life);
      return;
    case "fail to log in":
    case "try unknown account":
      raiseAct(stage, act, "member.login-failed", { reason: { to: "wrong-password" } });
      return;
    case "log out":
      playLogOut(stage, act, life);
      return;
    case "change password":
      playPassword(stage, act, life);
      return;
    case "change phone":
    case "change name":
    case "change email":
    case "change address":
      playChange(stage, act, life);
      return;
    case "verify identity":
    case "remove identity verification":
      playIdentity(stage, act, life);
      return;
    case "give consent":
    case "withdraw consent":
      playConsent(stage, act, life);
      return;
    case "remove device":
      playRemoveDevice(stage, act, life);
      return;
    case "join family":
      playJoinFamily(stage, act, life);
      return;
    case "remind":
      playReminder(stage, act, life);
      return;
    case "sanction":
      playSanction(stage, act, life);
      return;
    case "withdraw":
      playWithdrawal(stage, act, life);
      return;
    case "make dormant":
    case "restore":
    case "suspend":
    case "reinstate":
      playStanding(stage, act, life);
      return;
  }
}

function emptyPast(): UnitPast {
  return {
    ...{ events: [], handlings: [], members: [], families: [], sessions: [] },
    ...{ devices: [], sanctions: [], withdrawals: [], notifications: [], tasks: [] },
  };
}

function collect({ lives, past }: Stage): UnitPast {
  for (const { member, sessions, devices, family } of lives.values()) {
    past.members.push(member);
    past.sessions.push(...sessions.values());
    past.devices.push(...devices.values());
    if (family !== null) past.families.push(family);
  }
  past.events.sort((one, other) => (one.id < other.id ? -1 : 1));
  return past;
}
