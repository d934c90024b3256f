import { pickMoment } from "./daily-rhythm.ts";
import { type Device, inventDevice } from "./invent-context.ts";
import { nextPhone } from "./invent-life.ts";
import { type Random, seededRandom, seedOfPart } from "./random.ts";
import type { Person, WorldAct } from "./world-act.ts";
import { type Span, spanOf, unitsOf, type WorldPlan } from "./world-plan.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

/** One unit in so many is a fraud ring. */
const RING_EVERY = 160;
const RING_UNIT = 37;

/** In this many, somebody's account is taken over. */
const TAKEOVER_CHANCE = 0.02;

/** Campaigns of stuffed credentials over the whole time; the last was two nights ago. */
const CAMPAIGNS = 4;
const CAMPAIGN_MS = 4 * 60 * MINUTE_MS;

/** Whether a unit's people are a ring. */
export function isRing(unit: number): boolean {
  return unit % RING_EVERY === RING_UNIT;
}

/**
 * Makes the people of a unit a fraud ring: they join within a few days, live at one address, and share three devices
 * behind one connection. They take what is given to new members, until somebody sees it.
 */
export function makeRing(random: Random, people: readonly Person[], { from, to }: Span): Person[] {
  const devices: [Device, ...Device[]] = [
    inventDevice(random, true),
    inventDevice(random, true),
    inventDevice(random, false),
  ];
  const { ip } = devices[2] ?? devices[0];
  const [own, ...others] = devices.map((device) => ({ ...device, ip }));
  const begins = from + (0.2 + random.unit() * 0.7) * (to - from - 30 * DAY_MS);
  const home = people[0]?.given.address ?? "";
  return people.map((person, at) => {
    const given = { ...person.given, address: `${home} ${at + 1}호`, identityVerified: false };
    const joinedAt = Math.floor(begins + random.unit() * 4 * DAY_MS);
    return {
      ...person,
      given,
      joinedAt,
      familyId: null,
      devices: [own ?? devices[0], ...others],
      visits: 1,
    };
  });
}

/** What a ring does until it is seen, and how it ends: first coupons are blocked, then most are suspended. */
export function inventRing(random: Random, people: readonly Person[], { to }: Span): WorldAct[] {
  const last = Math.max(...people.map(({ joinedAt }) => joinedAt));
  const seenAt = last + random.between(6, 20) * DAY_MS;
  return people.flatMap((person, at): WorldAct[] => {
    const common = { person, device: person.devices[0] };
    const logIns = Array.from({ length: random.between(4, 10) }, (): WorldAct => {
      const moment = Math.floor(person.joinedAt + 600_000 + random.unit() * (seenAt - person.joinedAt - 600_000));
      return { kind: "log in", person, device: random.pick(person.devices), at: moment };
    });
    const acts: WorldAct[] = [
      ...logIns,
      {
        kind: "sanction",
        sanction: "coupons-blocked",
        reason: "fraud-suspected",
        days: 365,
        at: seenAt + at * 40_000,
        ...common,
      },
    ];
    if (random.chance(0.8))
      acts.push({ kind: "suspend", reason: "fraud-suspected", at: seenAt + DAY_MS + at * 45_000, ...common });
    return acts.filter((act) => act.at < to);
  });
}

/** Somebody guesses a password at night, changes what the owner could be reached by, and is found out the next days. */
export function inventTakeover(random: Random, people: readonly Person[], { from, to }: Span): WorldAct[] {
  const person = people[random.between(0, people.length - 1)];
  const since = Math.max(from, (person?.joinedAt ?? to) + 30 * DAY_MS);
  if (!person || !random.chance(TAKEOVER_CHANCE) || to - since < 20 * DAY_MS) return [];
  const thief = { ...inventDevice(random, false), model: "Windows PC" };
  return takeOver(random, person, thief, pickMoment(random, since, to - 10 * DAY_MS));
}

function takeOver(random: Random, person: Person, thief: Device, at: number): WorldAct[] {
  const common = { person, device: thief };
  const tries = random.between(3, 9);
  const inAt = at + tries * 7000;
  const acts: WorldAct[] = Array.from({ length: tries }, (_, n) => ({
    kind: "fail to log in",
    at: at + n * 7000,
    ...common,
  }));
  acts.push(
    { kind: "log in", at: inAt, ...common },
    { kind: "change password", at: inAt + 40_000, ...common },
    { kind: "change phone", value: nextPhone(person, 2), at: inAt + 95_000, ...common },
  );
  if (random.chance(0.5))
    acts.push({ kind: "change email", value: `m${person.number}@example.org`, at: inAt + 160_000, ...common });
  acts.push({ kind: "log out", at: inAt + 30 * MINUTE_MS, ...common });
  const own = { person, device: person.devices[0] };
  const foundAt = inAt + random.between(4, 50) * 60 * MINUTE_MS;
  acts.push({ kind: "suspend", reason: "account-takeover", at: foundAt, ...own });
  if (random.chance(0.8)) {
    const backAt = foundAt + random.between(1, 5) * DAY_MS;
    acts.push(
      { kind: "reinstate", at: backAt, ...own },
      { kind: "change phone", value: person.given.phone, at: backAt + 10 * MINUTE_MS, ...own },
    );
    acts.push(
      { kind: "log in", at: backAt + 5 * MINUTE_MS, ...own },
      { kind: "change password", at: backAt + 6 * MINUTE_MS, ...own },
    );
  }
  return acts;
}

/** One campaign: when it began, and the machines it came from. */
export type Campaign = { from: number; devices: [Device, ...Device[]] };

/** The campaigns of a plan, oldest first: whoever is in the world meets the same. */
export function campaignsOf(plan: WorldPlan): Campaign[] {
  const random = seededRandom(seedOfPart(plan.seed, -1));
  const { from, to } = spanOf(plan);
  return Array.from({ length: CAMPAIGNS }, (_, at) => {
    const devices: [Device, ...Device[]] = [emulator(random), emulator(random), emulator(random)];
    const isLast = at === CAMPAIGNS - 1;
    const begins = isLast ? to - 2 * DAY_MS : from + ((at + random.unit()) / CAMPAIGNS) * (to - from - 20 * DAY_MS);
    return { from: Math.floor(begins), devices };
  });
}

function emulator(random: Random): Device {
  const mark = random.between(0, 0xffffff).toString(16).padStart(6, "0");
  return {
    id: `android-emulator-${mark}`,
    model: "Android emulator",
    channel: "web",
    ip: `198.51.100.${random.between(1, 254)}`,
  };
}

/**
 * What a unit has of the campaigns: many names that belong to nobody, some of its people's, and once in a great while the
 * right password.
 */
export function inventStuffing(random: Random, people: readonly Person[], campaigns: readonly Campaign[]): WorldAct[] {
  return campaigns.flatMap(({ from, devices }): WorldAct[] => {
    const moment = () => Math.floor(from + random.unit() * CAMPAIGN_MS);
    const acts: WorldAct[] = [];
    for (let tries = random.between(0, 3); tries > 0; tries -= 1) {
      acts.push({ kind: "try unknown account", person: null, at: moment(), device: random.pick(devices) });
    }
    const victim = people[random.between(0, people.length - 1)];
    if (!victim || victim.joinedAt > from || !random.chance(0.12)) return acts;
    const begins = moment();
    const device = random.pick(devices);
    if (random.chance(0.06)) return [...acts, ...takeOver(random, victim, device, begins)];
    acts.push({ kind: "fail to log in", person: victim, at: begins, device });
    return acts;
  });
}

/** How many events SNS never got: one in each of the last units of a plan. */
export const MISSED = 12;

/** The last minutes before `now`, in which SNS was away: what happens is stored, and waits to be sent. */
export function inventOutage(plan: WorldPlan, unit: number, people: readonly Person[]): WorldAct[] {
  const at = unit - (unitsOf(plan) - MISSED);
  const [person] = people;
  if (at < 0 || !person) return [];
  const common = { person, at: plan.now - 150_000 + at * 11_500, device: person.devices[0], missed: true };
  if (at % 6 === 4) return [{ kind: "change phone", value: nextPhone(person, 3), ...common }];
  return [{ kind: at % 6 === 2 ? "fail to log in" : "log in", ...common }];
}
