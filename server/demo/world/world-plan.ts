import { type Random, seededRandom, seedOfPart } from "./random.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

/** How far back the world goes: 24 months. */
export const WORLD_DAYS = 730;

/** Members of the demo: about 300,000 events. */
export const DEMO_MEMBERS = 20_000;

/** What a member does on average in the world's time; most do less, few do much. */
export const EVENTS_A_MEMBER = 15;

/** The day on which the words of this member system were published. */
const SEED = 20_230_309;

/** The last minutes belong to the outage. */
const OUTAGE_MS = 3 * MINUTE_MS;

/** Actions that have two versions now were stored as version 1 before. */
const VERSION_CHANGE_DAYS = 300;

/** What a policy did longer ago is not kept in inboxes: no message of that time comes again by itself. */
const INBOX_DAYS = 30;

/**
 * Members are invented in units of eight, who may share families, devices and crimes with each other and with nobody else:
 * so each unit can be invented by itself, in any order and at any time.
 */
export const UNIT_MEMBERS = 8;

/** Everything a world follows from: the same plan gives the same world, event ids included. Times are milliseconds since 1970. */
export type WorldPlan = { seed: number; now: number; members: number };

/** The span in which members act by themselves; after it comes the outage. */
export type Span = { from: number; to: number };

/**
 * A plan of a world that ends at a moment.
 *
 * @param members rounded up to whole units.
 */
export function planWorld({
  now,
  members = DEMO_MEMBERS,
  seed = SEED,
}: {
  now: number;
  members?: number;
  seed?: number;
}): WorldPlan {
  return { seed, now, members: Math.ceil(members / UNIT_MEMBERS) * UNIT_MEMBERS };
}

/** How many units a plan has. */
export function unitsOf({ members }: WorldPlan): number {
  return members / UNIT_MEMBERS;
}

/** When members of a plan act. */
export function spanOf({ now }: WorldPlan): Span {
  return { from: now - WORLD_DAYS * DAY_MS, to: now - OUTAGE_MS };
}

/** Until when actions were stored as version 1. */
export function versionChangeOf({ now }: WorldPlan): number {
  return now - VERSION_CHANGE_DAYS * DAY_MS;
}

/** Since when inboxes know what was handled. */
export function inboxSinceOf({ now }: WorldPlan): number {
  return now - INBOX_DAYS * DAY_MS;
}

/** The numbers of one unit. */
export function randomOfUnit({ seed }: WorldPlan, unit: number): Random {
  return seededRandom(seedOfPart(seed, unit));
}
