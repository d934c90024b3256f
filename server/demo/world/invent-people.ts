import { type Device, inventDevice } from "./invent-context.ts";
import { inventPerson } from "./invent-person.ts";
import type { Random } from "./random.ts";
import type { Person } from "./world-act.ts";
import { spanOf, UNIT_MEMBERS, type WorldPlan } from "./world-plan.ts";

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

/** How many join within the world's time; the others were members before, some for four years. */
const SHARE_OF_NEW = 0.34;

/** Makes identifiers of eight digits look drawn and never meet: an odd factor that five does not divide. */
const ID_FACTOR = 7_654_321;
const IDS = 80_000_000;

/** Invents the eight people of a unit. In one of three, some are a family and share a device. */
export function inventPeople(plan: WorldPlan, unit: number, random: Random): Person[] {
  const people = Array.from({ length: UNIT_MEMBERS }, (_, at) => inventOne(plan, unit * UNIT_MEMBERS + at + 1, random));
  return random.chance(1 / 3) ? withFamily(random, people, unit + 1) : people;
}

function inventOne(plan: WorldPlan, number: number, random: Random): Person {
  const { from, to } = spanOf(plan);
  const isNew = random.chance(SHARE_OF_NEW);
  const joinedAt = isNew
    ? from + random.unit() * (to - from - DAY_MS / 8)
    : from - DAY_MS - random.unit() * 4 * YEAR_MS;
  return {
    id: String(10_000_000 + ((number * ID_FACTOR) % IDS)),
    number,
    given: inventPerson(random, number),
    joinedAt: Math.floor(joinedAt),
    familyId: null,
    devices: inventDevices(random),
    // Few members do much, and most do little.
    visits: Math.round(1 + 60 * random.unit() ** 6),
  };
}

function inventDevices(random: Random): [Device, ...Device[]] {
  const devices: [Device, ...Device[]] = [inventDevice(random, random.chance(0.85))];
  if (random.chance(0.4)) devices.push(inventDevice(random, false));
  if (random.chance(0.08)) devices.push(inventDevice(random, true));
  return devices;
}

/** Only people whose identity is verified may be in a family; the last of its devices is the tablet on the kitchen table. */
function withFamily(random: Random, people: readonly Person[], familyId: number): Person[] {
  let places = random.between(2, 4);
  const shared = random.chance(0.6) ? inventDevice(random, false) : undefined;
  return people.map((person) => {
    if (places === 0 || !person.given.identityVerified) return person;
    places -= 1;
    return { ...person, familyId, devices: shared ? [...person.devices, shared] : person.devices };
  });
}
