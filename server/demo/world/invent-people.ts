import { type Device, inventDevice } from "./invent-context.ts";
import { inventPerson } from "./invent-person.ts";
import type { Random } from "./random.ts";
import type { Person } from "./world-act.ts";

const PEOPLE = 1500;
const YEAR_MS = 365 * 86_400_000;

/**
 * Invents everybody: most joined in the four years before `from`, one in six within the world's time. Some live in
 * families of two to four, who share a device.
 *
 * @param from and `to`, in milliseconds since 1970.
 */
export function inventPeople(random: Random, { from, to }: { from: number; to: number }): Person[] {
  const ids = memberIds(random);
  const people = ids.map((id, at): Person => {
    const number = at + 1;
    const isNew = random.chance(1 / 6);
    return {
      id,
      number,
      given: inventPerson(random, number),
      joinedAt: Math.floor(isNew ? from + random.unit() * (to - from) : from - random.unit() * 4 * YEAR_MS),
      familyId: null,
      devices: inventDevices(random),
      // Few members do much, and most do little.
      visits: Math.round(1 + 18 * random.unit() ** 2.2),
    };
  });
  return withFamilies(random, people);
}

function memberIds(random: Random): string[] {
  const ids = new Set<string>();
  while (ids.size < PEOPLE) ids.add(String(random.between(10_000_000, 89_999_999)));
  return [...ids];
}

function inventDevices(random: Random): [Device, ...Device[]] {
  const devices: [Device, ...Device[]] = [inventDevice(random, random.chance(0.85))];
  if (random.chance(0.4)) devices.push(inventDevice(random, false));
  if (random.chance(0.08)) devices.push(inventDevice(random, true));
  return devices;
}

/** Only people whose identity is verified may be in a family; the third in line is the tablet on the kitchen table. */
function withFamilies(random: Random, people: readonly Person[]): Person[] {
  let familyId = 0;
  let places = 0;
  let shared: Device | undefined;
  return people.map((person) => {
    if (places === 0 && random.chance(0.12)) {
      familyId += 1;
      places = random.between(2, 4);
      shared = random.chance(0.6) ? inventDevice(random, false) : undefined;
    }
    if (places === 0 || !person.given.identityVerified) return person;
    places -= 1;
    return { ...person, familyId, devices: shared ? [...person.devices, shared] : person.devices };
  });
}
