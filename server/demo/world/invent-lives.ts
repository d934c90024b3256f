import { pickMoment } from "./daily-rhythm.ts";
import { type Device, inventDevice } from "./invent-context.ts";
import { phoneNumber } from "./invent-person.ts";
import type { Random } from "./random.ts";
import type { Person, WorldAct } from "./world-act.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

/** Second phone numbers lie apart from everybody's first. */
const SECOND_NUMBERS = 1_234_567;

/**
 * What everybody does between `from` and `to` (milliseconds since 1970): visits, mistyped passwords, new phone numbers,
 * identity verifications taken back; and what strangers try.
 */
export function inventLives(random: Random, people: readonly Person[], span: { from: number; to: number }): WorldAct[] {
  const strangers = Array.from({ length: 180 }, (): WorldAct => {
    const at = pickMoment(random, span.from, span.to);
    return { kind: "fail to log in", person: null, at, device: inventDevice(random, random.chance(0.5)) };
  });
  return [...strangers, ...people.flatMap((person) => inventLife(random, person, span))];
}

function inventLife(random: Random, person: Person, { from, to }: { from: number; to: number }): WorldAct[] {
  const acts: WorldAct[] = [];
  if (person.joinedAt >= from) acts.push({ kind: "join", person, at: person.joinedAt, device: person.devices[0] });
  const since = Math.max(from, person.joinedAt + MINUTE_MS);
  if (to - since < DAY_MS) return acts;
  const visits = Math.ceil((person.visits * (to - since)) / (to - from));
  for (let visit = 0; visit < visits; visit += 1) {
    acts.push(...inventVisit(random, person, pickMoment(random, since, to), to));
  }
  const someTime = () => ({ at: pickMoment(random, since, to), device: pickDevice(random, person) });
  if (random.chance(0.13)) {
    const phone = phoneNumber(SECOND_NUMBERS + person.number);
    acts.push({ kind: "change phone number", person, phone, ...someTime() });
  }
  if (person.given.identityVerified && random.chance(0.09)) {
    acts.push({ kind: "remove identity verification", person, ...someTime() });
  }
  return acts;
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
