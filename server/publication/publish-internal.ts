import { log } from "../log.ts";
import type { OutgoingMessage } from "../messaging/message.ts";
import type { PublishOutcome } from "../messaging/publish-outcome.ts";

/** Enough for 1,000 events a second at 30 ms an answer, and few enough to leave SNS and memory alone. */
const MAX_IN_FLIGHT = 32;

/** While SNS does not answer, one message a second asks whether it does again; the others are left to the detector. */
const REST_MS = 1000;

/** Publishes internal events after the commit of what they tell. */
export type InternalPublisher = {
  /**
   * Publishes one stored event. Settles when SNS has answered or the message is given up, and never rejects: what does
   * not reach SNS is logged and sent by the detector. Waits for a free place when too many are in flight.
   */
  publish(message: OutgoingMessage): Promise<void>;
  /** Settles when nothing is in flight any more; call it before the process ends. */
  drain(): Promise<void>;
};

/**
 * Makes the first layer's publisher of a process.
 *
 * @param publishOne sends one message to the internal topic.
 * @param maxInFlight unanswered messages at once.
 */
export function internalPublisher(
  publishOne: (message: OutgoingMessage) => Promise<PublishOutcome>,
  { maxInFlight = MAX_IN_FLIGHT, restMs = REST_MS }: { maxInFlight?: number; restMs?: number } = {},
): InternalPublisher {
  const waiting: (() => void)[] = [];
  const inFlight = new Set<Promise<void>>();
  let free = maxInFlight;
  let restsUntil = 0;

  async function send(message: OutgoingMessage): Promise<void> {
    if (performance.now() < restsUntil) return;
    let outcome = await publishOne(message);
    // SNS may close a connection just as it is used again; once more costs a copy at most.
    if (outcome.kind === "unknown") outcome = await publishOne(message);
    if (outcome.kind === "accepted") return;
    if (outcome.kind !== "refused") restsUntil = performance.now() + restMs;
    log.warn({ eventId: message.eventId, outcome }, "not published after commit: left to the detector");
  }

  async function publish(message: OutgoingMessage): Promise<void> {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    try {
      await send(message);
    } catch (error) {
      log.error({ eventId: message.eventId, error: String(error) }, "publishing failed: left to the detector");
    } finally {
      // The place goes straight to the next in line, so that nobody overtakes.
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  }

  return {
    publish(message) {
      const work = publish(message).finally(() => inFlight.delete(work));
      inFlight.add(work);
      return work;
    },
    async drain() {
      while (inFlight.size > 0) await Promise.all(inFlight);
    },
  };
}
