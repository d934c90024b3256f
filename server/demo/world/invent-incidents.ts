import type { Device } from "./invent-context.ts";
import { phoneNumber } from "./invent-person.ts";
import type { Random } from "./random.ts";
import type { Person, WorldAct } from "./world-act.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

/** The attack: this many accounts from one device, of which it gets into some. */
const ATTACKED = 44;
const ATTACK_DEVICE: Device = {
  id: "android-emulator-5e1f00",
  model: "Android emulator",
  channel: "web",
  ip: "198.51.100.66",
};

/** The outage: this many events that SNS never got, over the last two and a half minutes. */
const MISSED = 12;

/**
 * One device, two nights before `now`, tries passwords on many accounts and a few that do not exist; where it gets in, it
 * changes the phone number.
 */
export function inventAttack(random: Random, people: readonly Person[], now: number): WorldAct[] {
  const acts: WorldAct[] = [];
  const device = ATTACK_DEVICE;
  const victims = people.filter((person) => person.joinedAt < now - 30 * DAY_MS);
  let at = now - 2 * DAY_MS - 40 * MINUTE_MS;
  for (let victim = 0; victim < ATTACKED; victim += 1) {
    const person = victims[random.between(0, victims.length - 1)];
    if (!person) break;
    for (let tries = random.between(1, 4); tries > 0; tries -= 1) {
      at += random.between(900, 4000);
      acts.push({ kind: "fail to log in", person: random.chance(0.3) ? null : person, at, device });
    }
    if (victim % 13 !== 12) continue;
    acts.push({ kind: "log in", person, at: at + 2500, device });
    const phone = phoneNumber(2_345_679 + person.number);
    acts.push({ kind: "change phone number", person, phone, at: at + 48_000, device });
  }
  return acts;
}

/** The last minutes before `now`, in which SNS was away: the events are stored, and wait to be sent. */
export function inventOutage(random: Random, people: readonly Person[], now: number): WorldAct[] {
  const known = people.filter((person) => person.joinedAt < now - DAY_MS && person.devices.length > 1);
  return Array.from({ length: MISSED }, (_, at): WorldAct[] => {
    const person = known[random.between(0, known.length - 1)];
    if (!person) return [];
    const common = {
      at: now - 150_000 + at * 11_500,
      device: person.devices[at % 2] ?? person.devices[0],
      missed: true,
    };
    if (at % 6 === 4) {
      return [{ kind: "change phone number", person, phone: phoneNumber(3_456_791 + person.number), ...common }];
    }
    return [{ kind: at % 6 === 2 ? "fail to log in" : "log in", person, ...common }];
  }).flat();
}
