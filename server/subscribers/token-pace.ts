import { DomainError } from "../errors.ts";

/** Calls with one token: so many a second on average, and so many at once after a pause. An outside system that follows events asks about as often as they come. */
const PER_SECOND = 200;
const AT_ONCE = 2000;

/** Of so many tokens the pace is kept in mind; whoever tries more makes the ones that rest be forgotten, which changes nothing for them. */
const MOST_TOKENS = 10_000;

type Bucket = { left: number; atMs: number };

/**
 * Keeps the pace of calls by service tokens in this process, known ones and others, so that neither a runaway loop nor somebody who
 * tries tokens takes the database from the rest.
 *
 * @returns a function that is asked before each call, with what tells the caller from others.
 */
export function keepPace({ perSecond = PER_SECOND, atOnce = AT_ONCE, now = () => performance.now() } = {}) {
  const buckets = new Map<string, Bucket>();

  /** @throws DomainError "too-many" when the caller is too fast. */
  return function takeTurn(caller: string): void {
    const atMs = now();
    const { left, atMs: before } = buckets.get(caller) ?? { left: atOnce, atMs };
    const filled = Math.min(atOnce, left + ((atMs - before) / 1000) * perSecond);
    if (filled < 1) {
      throw new DomainError(
        "too-many",
        `A token may be used ${perSecond} times a second, and ${atOnce} times at once after a pause. Wait a second and ask again.`,
      );
    }
    buckets.set(caller, { left: filled - 1, atMs });
    if (buckets.size > MOST_TOKENS) forgetResting(atMs);
  };

  function forgetResting(atMs: number): void {
    for (const [caller, { left, atMs: before }] of buckets) {
      if (left + ((atMs - before) / 1000) * perSecond >= atOnce - 1) buckets.delete(caller);
    }
    if (buckets.size > MOST_TOKENS) buckets.clear();
  }
}

/** The pace of this process. */
export const takeTurn = keepPace();
