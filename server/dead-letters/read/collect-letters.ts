import type { DeadLetter, DeadLetters } from "../../messaging/dead-letters.ts";
import { MOST_LETTERS } from "../../vocabulary/dead-letter.ts";

/** Long enough to take them all in hand, so that none is met twice; short enough that those of a killed process come soon. */
const VISIBILITY_S = 30;

/** A person waits for it. */
const TIME_LIMIT_MS = 8000;

/** Letters in the order they came, and whether more lie there. */
export type Collected = { letters: DeadLetter[]; partial: boolean };

const running = new WeakMap<DeadLetters, Map<string, Promise<Collected>>>();

/**
 * Reads up to 500 dead letters of a queue and lets them go again at once: none is lost, and whoever reads or moves them next
 * finds them. Two who ask at the same time share one look, since each letter can be in one hand only.
 *
 * @throws what SQS or the network says.
 */
export function collectLetters(deadLetters: DeadLetters, queueName: string): Promise<Collected> {
  const ofClient = running.get(deadLetters) ?? new Map<string, Promise<Collected>>();
  running.set(deadLetters, ofClient);
  const known = ofClient.get(queueName);
  if (known !== undefined) return known;
  const look = takeAndRelease(deadLetters, queueName).finally(() => ofClient.delete(queueName));
  ofClient.set(queueName, look);
  return look;
}

async function takeAndRelease(deadLetters: DeadLetters, queueName: string): Promise<Collected> {
  const held = new Map<string, DeadLetter>();
  const began = performance.now();
  let isEnd = false;
  try {
    while (!isEnd && held.size < MOST_LETTERS && performance.now() - began < TIME_LIMIT_MS) {
      const batch = await deadLetters.receive(queueName, { visibilityS: VISIBILITY_S });
      isEnd = batch.every(({ id }) => held.has(id));
      for (const letter of batch) held.set(letter.id, letter);
    }
  } finally {
    await deadLetters.release(queueName, [...held.values()]);
  }
  return { letters: [...held.values()].slice(0, MOST_LETTERS), partial: !isEnd };
}
