import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { log } from "../log.ts";
import type { Actor } from "./actor.ts";
import { refuseRecorded } from "./recorded.ts";

/**
 * Within an hour somebody may look for so many values, and find nobody for so many. A mask leaves four digits of a phone number open:
 * at this pace they take 10 days of guessing, and somebody at work asks for a handful.
 */
const MOST_LOOKS = 300;
const MOST_MISSES = 20;

/** So many in vain answer at once: typing errors. After them each waits twice as long as the one before, up to LONGEST_MS. */
const FREE_MISSES = 3;
const FIRST_MS = 250;
const LONGEST_MS = 8000;

/** How long an answer waits after so many tries in vain within the hour, in milliseconds. */
export function delayAfter(misses: number): number {
  return misses < FREE_MISSES ? 0 : Math.min(FIRST_MS * 2 ** (misses - FREE_MISSES), LONGEST_MS);
}

/** Takes one of the tries back as in vain: it has found somebody. */
export type Found = () => Promise<void>;

/**
 * Counts tries to find somebody by a personal value or an identifier, before they are made: whoever guesses at what a mask
 * hides waits longer and longer, and then until the hour is over. Every try counts, also several that come side by side.
 *
 * @param tries how many values are asked for.
 * @param act names the refusal in the access records, which the log repeats for whoever watches.
 * @returns what to call when somebody was found.
 * @throws DomainError "too-many" when the hour's tries are used up.
 */
export async function countLookUps(
  db: Executor,
  actor: Actor,
  { tries, act }: { tries: number; act: string },
): Promise<Found> {
  const { accountId } = actor;
  const [before] = await db.execute<{ looks: number; misses: number }>(sql`
    select c.looks, c.misses from staff.count_look_ups(${accountId}::uuid, ${tries}) c`);
  const { looks, misses } = before ?? { looks: 0, misses: 0 };
  if (looks >= MOST_LOOKS || misses >= MOST_MISSES) {
    log.warn({ accountId, act, looks, misses }, "somebody looks for more values than a person at work does");
    const message = `You have looked for ${looks} values within the hour, ${misses} of them in vain: at most ${MOST_LOOKS} and ${MOST_MISSES} are allowed. Go on when the hour is over, or ask an auditor what your work needs.`;
    const refusal = new DomainError("too-many", message);
    await refuseRecorded(db, actor, { act, memberIds: [], what: { looks, misses }, reason: "too many tries", refusal });
  }
  await wait(delayAfter(misses));
  return async () => void (await db.execute(sql`select staff.find_look_up(${accountId}::uuid)`));
}
