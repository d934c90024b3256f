import type { Random } from "./random.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Seoul is nine hours ahead of UTC all year. */
const SEOUL_MS = 9 * HOUR_MS;

/** How much happens in each hour of a day in Seoul: least before dawn, most at lunch and in the evening, when people order. */
const hourWeights = [5, 3, 2, 1, 1, 2, 4, 8, 12, 12, 13, 20, 21, 14, 11, 11, 13, 19, 25, 24, 20, 17, 13, 8] as const;

/** And on each day of a week, from Sunday, against the busiest: Friday and Saturday evenings are for eating. */
const dayShares = [0.78, 0.62, 0.64, 0.68, 0.72, 1, 0.95] as const;

/** The first day of 1970 was a Thursday. */
const FIRST_WEEKDAY = 4;

/**
 * A moment as members choose it.
 *
 * @param from and `to`, in milliseconds since 1970, both at least two days apart.
 */
export function pickMoment(random: Random, from: number, to: number): number {
  for (;;) {
    const day = Math.floor((from + random.unit() * (to - from) + SEOUL_MS) / DAY_MS);
    if (!random.chance(dayShares[(day + FIRST_WEEKDAY) % 7] ?? 1)) continue;
    const moment = Math.floor(
      day * DAY_MS - SEOUL_MS + random.weighted(hourWeights) * HOUR_MS + random.unit() * HOUR_MS,
    );
    if (moment >= from && moment < to) return moment;
  }
}
