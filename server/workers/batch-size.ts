/** One request to SNS: how a topic is asked that has just refused or hung. */
export const SMALLEST_BATCH = 10;

/** Sixteen requests, four at a time: with an SNS that takes its longest for each, still within a lease. */
export const LARGEST_BATCH = 160;

/** A step that takes longer than this is more than the topic takes at once. */
const SLOW_MS = 2000;

/** Doubled only while there is room: a step that was quick says that twice as much would be taken, too. */
const QUICK_MS = 1000;

/**
 * How many events the next step takes: more while the topic takes full batches quickly, half when it is slow, one request
 * after one that was lost. So a topic that comes back, or throttles, is given what it takes.
 */
export function nextBatchSize(
  size: number,
  { tookMs, isFull, isLost }: { tookMs: number; isFull: boolean; isLost: boolean },
): number {
  if (isLost) return SMALLEST_BATCH;
  if (tookMs > SLOW_MS) return Math.max(SMALLEST_BATCH, Math.floor(size / 2));
  return isFull && tookMs < QUICK_MS ? Math.min(LARGEST_BATCH, size * 2) : size;
}
