import { setTimeout as wait } from "node:timers/promises";
import { log } from "../log.ts";
import type { Queues, ReceivedMessage } from "./queues.ts";

/** Longer than any step of ours takes with its time limits, short enough that a killed worker's messages come soon. */
const VISIBILITY_S = 30;

/**
 * A message that failed comes again after these; the fifth receive is the last before the dead-letter queue, from which only
 * people bring it back. An outage of minutes, such as of the external topic or of a table that is locked, passes before that.
 */
const RETRY_AFTER_S = [2, 10, 60, 300];

/**
 * A pause after a receive that was not full, so that messages gather: one by one at 100 a second, requests alone (1.4 ms
 * of a processor each) would keep a core busy. Several loops on a queue pause at different times, so a message waits for
 * a fraction of this.
 */
const GATHER_MS = 100;

/** What a full receive holds; more is waiting then. */
const FULL = 10;

const BACK_OFF_MIN_MS = 200;
const BACK_OFF_MAX_MS = 5000;

/** What to do with one queue's messages. */
export type Consumer = {
  queueName: string;
  /**
   * Handles up to ten messages.
   *
   * @returns those that are done and may leave the queue; the others come again.
   * @throws when something all of them need is away (the database): they come again, and nothing is received before `isReady`.
   */
  handle(messages: readonly ReceivedMessage[]): Promise<readonly ReceivedMessage[]>;
  /**
   * Asked before receiving again after `handle` threw: rejects while what it needs is away, so that an outage does not
   * use up the receives of good messages and drive them into the dead-letter queue.
   */
  isReady(): Promise<unknown>;
  /** Seconds until a message that failed comes again; left out, 2, 10, 60, 300. */
  retryAfterS?: (receiveCount: number) => number;
};

/**
 * Receives from a queue until the signal; then finishes what is in hand and returns. SQS and the database may go away and
 * come back: it says so once, waits and goes on.
 */
export async function consumeQueue(queues: Queues, consumer: Consumer, signal: AbortSignal): Promise<void> {
  const { queueName } = consumer;
  let backOffMs = 0;
  let mustAsk = false;
  while (!signal.aborted) {
    try {
      if (mustAsk) await consumer.isReady();
      mustAsk = false;
      const messages = await queues.receive(queueName, { visibilityS: VISIBILITY_S, signal });
      if (backOffMs > 0) log.info({ queue: queueName }, "receiving again");
      backOffMs = 0;
      if (messages.length === 0) continue;
      mustAsk = true;
      await handleReceived(queues, consumer, messages);
      mustAsk = false;
      if (messages.length < FULL) await wait(GATHER_MS, undefined, { signal });
    } catch (error) {
      if (signal.aborted) return;
      if (backOffMs === 0) log.warn({ queue: queueName, error: String(error) }, "receiving stopped, trying again");
      backOffMs = Math.min(Math.max(backOffMs * 2, BACK_OFF_MIN_MS), BACK_OFF_MAX_MS);
      await wait(backOffMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function handleReceived(queues: Queues, consumer: Consumer, messages: readonly ReceivedMessage[]): Promise<void> {
  let done: ReadonlySet<ReceivedMessage> = new Set();
  try {
    done = new Set(await consumer.handle(messages));
  } finally {
    await queues.remove(consumer.queueName, [...done]);
    const again = messages.filter((message) => !done.has(message));
    const retryAfterS = consumer.retryAfterS ?? laterEachTime;
    const releases = again.map(({ receiptHandle, receiveCount }) => {
      return { receiptHandle, afterS: retryAfterS(receiveCount) };
    });
    await queues.release(consumer.queueName, releases);
  }
}

function laterEachTime(receiveCount: number): number {
  return RETRY_AFTER_S[Math.min(receiveCount, RETRY_AFTER_S.length) - 1] ?? 0;
}
