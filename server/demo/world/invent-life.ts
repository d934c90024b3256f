import type { Sanction } from "../../members/sanction-member.ts";
import { pickMoment } from "./daily-rhythm.ts";
import { type Device, inventDevice } from "./invent-context.ts";
import { inventPerson, phoneNumber } from "./invent-person.ts";
import type { Random } from "./random.ts";
import type { Person, WorldAct } from "./world-act.ts";
import type { Span } from "./world-plan.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

/** The numbers behind a person's phone numbers lie so far apart: no round distance, so that the last four digits, which masks show, change too. */
const NEXT_NUMBER = 1_400_003;

/** The phone number that somebody has after so many changes. */
export function nextPhone({ number }: Person, changes: number): string {
  return phoneNumber(number + changes * NEXT_NUMBER);
}

/** What somebody does in the span: joins, visits, changes things, now and then leaves for a while or for good. */
export function inventLife(random: Random, person: Person, span: Span): WorldAct[] {
  const { from, to } = span;
  const device = person.devices[0];
  const acts: WorldAct[] = [];
  if (person.joinedAt >= from) acts.push({ kind: "join", person, at: person.joinedAt, device });
  if (person.joinedAt >= from && !person.given.identityVerified) {
    acts.push({ kind: "remind", person, at: person.joinedAt + DAY_MS, device });
  }
  const since = Math.max(from, person.joinedAt + MINUTE_MS);
  if (to - since < 3 * DAY_MS) return acts;
  if (person.familyId !== null && person.joinedAt >= from) {
    acts.push({ kind: "join family", person, at: person.joinedAt + 2 * DAY_MS, device });
  }
  const visits = Math.ceil((person.visits * (to - since)) / (to - from));
  for (let visit = 0; visit < visits; visit += 1) {
    acts.push(...inventVisit(random, person, pickMoment(random, since, to), to));
  }
  acts.push(...inventChanges(random, person, { from: since, to }), ...inventTurns(random, person, { from: since, to }));
  return acts.filter(({ at }) => at < to);
}

function inventVisit(random: Random, person: Person, at: number, to: number): WorldAct[] {
  const device = pickDevice(random, person);
  const acts: WorldAct[] = [{ kind: "log in", person, at, device }];
  if (random.chance(0.09)) {
    acts.unshift({ kind: "fail to log in", person, at: at - random.between(15, 50) * 1000, device });
  }
  const leavesAt = at + random.between(4, 240) * MINUTE_MS;
  if (random.chance(0.3) && leavesAt < to) acts.push({ kind: "log out", person, at: leavesAt, device });
  return acts;
}

function pickDevice(random: Random, { devices }: Person): Device {
  return random.chance(0.65) ? devices[0] : random.pick(devices);
}

/** New numbers, names, addresses and passwords, verifications and consents. */
function inventChanges(random: Random, person: Person, { from, to }: Span): WorldAct[] {
  const acts: WorldAct[] = [];
  const someTime = () => ({ person, at: pickMoment(random, from, to), device: pickDevice(random, person) });
  if (random.chance(0.17)) acts.push({ kind: "change phone", value: nextPhone(person, 1), ...someTime() });
  const other = inventPerson(random, person.number);
  if (random.chance(0.16)) acts.push({ kind: "change address", value: other.address, ...someTime() });
  if (random.chance(0.07)) acts.push({ kind: "change email", value: `new.${person.given.email}`, ...someTime() });
  if (random.chance(0.02)) acts.push({ kind: "change name", value: other.name, ...someTime() });
  if (random.chance(0.19)) acts.push({ kind: "change password", ...someTime() });
  if (!person.given.identityVerified && random.chance(0.5)) acts.push({ kind: "verify identity", ...someTime() });
  if (person.given.identityVerified && random.chance(0.06)) {
    const removed = { kind: "remove identity verification", ...someTime() } as const;
    acts.push(removed);
    const again = removed.at + random.between(1, 60) * DAY_MS;
    if (random.chance(0.4) && again < to) acts.push({ ...removed, kind: "verify identity", at: again });
  }
  if (random.chance(0.4)) acts.push({ kind: "give consent", ...someTime() });
  if (random.chance(0.14)) acts.push({ kind: "withdraw consent", ...someTime() });
  const [, second] = person.devices;
  if (second && random.chance(0.1)) acts.push({ kind: "remove device", removed: second, ...someTime() });
  return acts;
}

/** Rest, suspension, sanctions and farewells. */
function inventTurns(random: Random, person: Person, { from, to }: Span): WorldAct[] {
  const acts: WorldAct[] = [];
  const someTime = () => ({ person, at: pickMoment(random, from, to), device: person.devices[0] });
  if (person.visits < 3 && random.chance(0.12)) {
    const rest = { kind: "make dormant", ...someTime() } as const;
    acts.push(rest);
    if (random.chance(0.35)) acts.push({ ...rest, kind: "restore", at: rest.at + random.between(3, 90) * DAY_MS });
  }
  if (random.chance(0.012)) {
    const sanctions: readonly [Sanction, ...Sanction[]] = ["reviews-blocked", "coupons-blocked", "orders-blocked"];
    const sanction = random.pick(sanctions);
    acts.push({ kind: "sanction", sanction, reason: "terms-violated", days: random.between(7, 90), ...someTime() });
  }
  if (random.chance(0.006)) {
    const stop = { kind: "suspend", reason: "terms-violated", ...someTime() } as const;
    acts.push(stop);
    const end = { person, device: stop.device, at: stop.at + random.between(1, 30) * DAY_MS };
    if (random.chance(0.6)) acts.push({ kind: "reinstate", ...end });
  }
  // Not in the last hour: its end must lie in the past too.
  if (random.chance(0.035) && to - from > 4 * DAY_MS) {
    const end = random.chance(0.12)
      ? "by-member"
      : person.familyId !== null && random.chance(0.5)
        ? "objection"
        : "completed";
    acts.push({
      kind: "withdraw",
      end,
      person,
      device: person.devices[0],
      at: pickMoment(random, from, to - DAY_MS / 24),
    });
  }
  return acts;
}

/** What strangers try on accounts that do not exist, near a unit's people for no reason but its number. */
export function inventStrangers(random: Random, { from, to }: Span): WorldAct[] {
  if (!random.chance(0.7)) return [];
  const device = inventDevice(random, random.chance(0.5));
  return [{ kind: "try unknown account", person: null, at: pickMoment(random, from, to), device }];
}
