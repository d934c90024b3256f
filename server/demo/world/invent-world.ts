import { type Device, inventDevice } from "./invent-context.ts";
import { phoneNumber } from "./invent-person.ts";
import { inventAttack } from "./invent-attack.ts";
import { inventMembers, type Person } from "./invent-members.ts";
import { inventOutage } from "./invent-outage.ts";
import { LifeLog } from "./life-log.ts";
import { pickMoment } from "./daily-rhythm.ts";
import { type Random, seededRandom } from "./random.ts";
import type { World } from "./world-event.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

/** How far back the world goes. */
export const WORLD_DAYS = 90;

/** The minutes before the end belong to the outage alone. */
const QUIET_MS = 3 * MINUTE_MS;

const SEED = 20_230_309;

/**
 * Invents what about 1,500 members did in the 90 days before `now`: some 15,000 events with the rhythm of the day,
 * shared devices, one attack on many accounts, and twelve events of the last minutes that SNS never got.
 *
 * The same `now` gives the same world.
 *
 * @param now milliseconds since 1970; nothing happens after it.
 */
export function inventWorld(now: number): World {
  const random = seededRandom(SEED);
  const from = now - WORLD_DAYS * DAY_MS;
  const people = inventMembers(random, { from, to: now - QUIET_MS });
  const log = new LifeLog(random);
  const strangerDevices = Array.from({ length: 40 }, () => inventDevice(random, random.chance(0.5)));
  for (const person of people) live(random, log, person, { from, to: now - QUIET_MS });
  for (let stranger = 0; stranger < 180; stranger += 1) {
    const at = pickMoment(random, from, now - QUIET_MS);
    log.failLogIn(null, at, random.pick(atLeastOne(strangerDevices)));
  }
  inventAttack(random, log, people, now);
  // A life was told member by member; from here on everything is in the order of time.
  const past = log.settle();
  inventOutage(random, past, people, now);
  return past.world(people);
}

function live(random: Random, log: LifeLog, person: Person, { from, to }: { from: number; to: number }): void {
  const since = Math.max(from, person.member.joinedAt);
  if (person.member.joinedAt >= from) log.join(person);
  const days = (to - since) / DAY_MS;
  if (days < 1) return;
  // Few members do much, and most do little: the square of an even number.
  const visits = Math.round(person.eagerness * (days / WORLD_DAYS));
  for (let visit = 0; visit < visits; visit += 1) {
    const device = pickDevice(random, person);
    const at = pickMoment(random, since, to);
    if (random.chance(0.07)) log.failLogIn(person, at - random.between(15, 90) * 1000, device);
    log.logIn(person, at, device);
    const stays = random.between(4, 240) * MINUTE_MS;
    if (random.chance(0.35) && at + stays < to) log.logOut(person, at + stays, device);
  }
  if (random.chance(0.13)) {
    log.changePhone(person, pickMoment(random, since, to), pickDevice(random, person), phoneNumber(person.number + 1_000_000));
  }
  if (person.member.identityVerified && random.chance(0.09)) {
    log.removeIdentity(person, pickMoment(random, since, to), pickDevice(random, person));
  }
}

function pickDevice(random: Random, { devices }: Person): Device {
  return random.chance(0.7) ? devices[0] : random.pick(devices);
}
