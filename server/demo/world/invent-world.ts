import { inventAttack, inventOutage } from "./invent-incidents.ts";
import { inventLives } from "./invent-lives.ts";
import { inventPeople } from "./invent-people.ts";
import { playActs } from "./play-acts.ts";
import { seededRandom } from "./random.ts";
import type { World } from "./world-event.ts";

/** How far back the world goes. */
export const WORLD_DAYS = 90;

/** The last minutes belong to the outage. */
const OUTAGE_MS = 3 * 60_000;

/** The day on which the words of this member system were published. */
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
  const span = { from: now - WORLD_DAYS * 86_400_000, to: now - OUTAGE_MS };
  const people = inventPeople(random, span);
  const acts = [
    ...inventLives(random, people, span),
    ...inventAttack(random, people, now),
    ...inventOutage(random, people, now),
  ];
  return playActs(random, people, acts);
}
