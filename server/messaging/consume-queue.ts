import { setTimeout as wait } from "node:timers/promises";
import { log } from "../log.ts";
import { MAX_RECEIVES } from "./provision-queue.ts";
import type { Queues, ReceivedMessage } from "./queues.ts";

/** Longer than any step of ours takes with its time limits, short enough that a killed worker's messages come soon. */
const VISIBILITY_S = 30;

/**
 * A message that failed comes again after these; the fifth receive is the last before the dead-letter queue, from which only
 * people bring it back: six minutes after the first. An outage of minutes, such as of a table that is locked, passes before.
 */
const RETRY_AFTER_S = [2, 10, 60, 300];

/**
 * A pause after a receive that was not full, so that messages gather: one by one at 100 a second, requests alone (1.4 ms
 * of a processor each) would keep a core busy. Several loops on a queue pause at different times, so a message waits for
 * a fraction of this.
 */
const GATHER_MS = 100;

/** Between two looks whether a queue may be received from again. */
const HELD_MS = 500;

/** What a full receive holds; more is waiting then. */
const FULL = 10;

const BACK_OFF_MIN_MS = 200;
const BACK_OFF_MAX_MS = 5000;

/** Says why a message is not done. */
export type Blame = (received: ReceivedMessage, error: unknown) => void;

/** A message that was not handled: why, and in how many seconds it comes again; null when this was its last receive. */
export type Failure = { received: ReceivedMessage; error: string; againInS: number | null };

/** What to do with one queue's messages. */
export type Consumer = {
  queueName: string;
  /**
   * Handles up to ten messages.
   *
   * @param blame called for a message that is not done, with the reason that people are to see.
   * @returns those that are done and may leave the queue; the others come again.
   * @throws when something all of them need is away (the database): they come again, and nothing is received before `isReady`.
   */
  handle(messages: readonly ReceivedMessage[], blame: Blame): Promise<readonly ReceivedMessage[]>;
  /**
   * Asked before receiving again after `handle` threw: rejects while what it needs is away, so that an outage does not
   * use up the receives of good messages and drive them into the dead-letter queue.
   */
  isReady(): Promise<unknown>;
  /**
   * Asked before each receive: false leaves everything in the queue for now, where waiting costs no receive. Left out, always.
   */
  mayReceive?(): Promise<boolean>;
  /** Seconds until a message that failed comes again; left out, 2, 10, 60, 300. */
  retryAfterS?: (receiveCount: number) => number;
  /** Told what was done and what was not; its own failure is the consumer's. Not called when `handle` threw. */
  report?(outcome: { done: readonly ReceivedMessage[]; failures: readonly Failure[] }): Promise<void>;
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
      if (consumer.mayReceive !== undefined && !(await consumer.mayReceive())) {
        await wait(HELD_MS, undefined, { signal });
        continue;
      }
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
  const { queueName, retryAfterS = laterEachTime } = consumer;
  const reasons = new Map<ReceivedMessage, string>();
  const isLast = ({ receiveCount }: ReceivedMessage) => receiveCount >= MAX_RECEIVES;
  // After the last receive SQS moves a message to the dead-letter queue as soon as it would be received again: at once.
  const againInS = (one: ReceivedMessage) => (isLast(one) ? 0 : retryAfterS(one.receiveCount));
  let done: ReadonlySet<ReceivedMessage> = new Set();
  let isWell = false;
  try {
    done = new Set(await consumer.handle(messages, (one, error) => reasons.set(one, textOf(error))));
    isWell = true;
  } finally {
    await queues.remove(queueName, [...done]);
    const again = messages.filter((message) => !done.has(message));
    await queues.release(
      queueName,
      again.map((one) => ({ receiptHandle: one.receiptHandle, afterS: againInS(one) })),
    );
    const failures = again.map((one) => {
      const error = reasons.get(one) ?? (one.message === null ? NOT_OURS : "not done");
      return { received: one, error, againInS: isLast(one) ? null : againInS(one) };
    });
    for (const failure of failures) sayFailure(queueName, failure);
    if (isWell) await consumer.report?.({ done: [...done], failures });
  }
}

const NOT_OURS = "not a member event of ours: its text or its attributes cannot be read";

/** Once when it first fails and once when it is dead: what comes between stands in the console. */
function sayFailure(queue: string, { received, error, againInS }: Failure): void {
  const { receiveCount, messageId, message } = received;
  if (receiveCount > 1 && againInS !== null) return;
  const about = { queue, messageId, eventId: message?.event.eventId, receiveCount, error };
  if (againInS === null) log.error(about, "a message failed for the last time and is dead");
  else log.error({ ...about, againInS }, "a message failed and comes again");
}

/** Drizzle's message is the statement; the reason is its cause. */
function textOf(error: unknown): string {
  const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return reason instanceof Error ? reason.message || reason.name : String(reason);
}

function laterEachTime(receiveCount: number): number {
  return RETRY_AFTER_S[Math.min(receiveCount, RETRY_AFTER_S.length) - 1] ?? 0;
}
