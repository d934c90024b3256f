import { log } from "../log.ts";
import type { OutgoingMessage } from "../messaging/message.ts";
import type { PublishOutcome } from "../messaging/publish-outcome.ts";
import type { Left } from "./leave-to-sender.ts";

/**
 * Requests to SNS at once. What is committed while both are under way goes out together in the next: one message a
 * request when little happens, ten when much does, so a busy process pays a tenth for each.
 */
const MAX_REQUESTS = 2;

/** What one request of SNS takes. */
const MAX_MESSAGES = 10;

/**
 * While SNS does not answer, one request at a time asks whether it does again, so long after the last; everything else is
 * left to the sender at once, and no action waits for it. Also how soon a connection that was closed shows itself.
 */
const REST_MS = 1000;

/** Publishes internal events after the commit of what they tell. */
export type InternalPublisher = {
  /**
   * Publishes one stored event. Settles when SNS has answered or the message is given up, and never rejects: what does
   * not reach SNS is logged and left to the sender. Waits for its turn while the requests allowed are under way.
   */
  publish(message: OutgoingMessage): Promise<void>;
  /** Settles when nothing is waiting or under way any more; call it before the process ends. */
  drain(): Promise<void>;
};

type PublisherOptions = { maxRequests?: number; restMs?: number; leave?: (left: Left) => void };

type Waiting = { message: OutgoingMessage; settle: () => void };
type Answer = { message: OutgoingMessage; outcome: PublishOutcome };

const noOutcome: PublishOutcome = { kind: "unknown", text: "no outcome" };

/**
 * Makes the first layer's publisher of a process.
 *
 * @param publishBatch sends up to ten messages to the internal topic and gives one outcome each, in their order.
 * @param maxRequests unanswered requests at once.
 * @param leave told what SNS has not taken; left out, the detector finds it.
 */
export function internalPublisher(
  publishBatch: (messages: readonly OutgoingMessage[]) => Promise<PublishOutcome[]>,
  { maxRequests = MAX_REQUESTS, restMs = REST_MS, leave = () => {} }: PublisherOptions = {},
): InternalPublisher {
  const waiting: Waiting[] = [];
  const open = new Set<Promise<void>>();
  let requests = 0;
  let isAway = false;
  let restsUntil = 0;

  function sendNext(): void {
    if (isAway && (requests > 0 || performance.now() < restsUntil)) {
      const left = waiting.splice(0);
      leaveAll(
        left.map(({ message }) => message),
        { mayBeSent: false },
      );
      for (const { settle } of left) settle();
    }
    if (requests >= maxRequests || waiting.length === 0) return;
    requests += 1;
    const batch = waiting.splice(0, MAX_MESSAGES);
    void send(batch.map(({ message }) => message)).finally(() => {
      requests -= 1;
      for (const { settle } of batch) settle();
      sendNext();
    });
  }

  async function send(messages: readonly OutgoingMessage[]): Promise<void> {
    try {
      const began = performance.now();
      const first = await ask(messages);
      // SNS may close a connection just as it is used again; once more costs a copy at most. One that hangs is not asked twice.
      const isQuick = performance.now() - began < restMs;
      const lost = first.filter(({ outcome }) => isQuick && outcome.kind === "unknown");
      const again = lost.length > 0 ? await ask(lost.map(({ message }) => message)) : [];
      const answers = [...first.filter((answer) => !lost.includes(answer)), ...again];
      for (const answer of answers) take(answer);
      const failed = answers.filter(({ outcome }) => outcome.kind !== "accepted");
      const asked = new Set(lost.map(({ message }) => message));
      const [sent, unsent] = divide(failed, ({ message, outcome }) => outcome.kind === "unknown" || asked.has(message));
      const away = failed.map(({ outcome }) => outcome).find(isNoAnswer)?.text ?? null;
      leaveAll(sent, { mayBeSent: true, away });
      leaveAll(unsent, { mayBeSent: false, away });
    } catch (error) {
      const eventIds = messages.map(({ eventId }) => eventId);
      log.error({ eventIds, error: String(error) }, "publishing failed: left to the sender");
      leaveAll(messages, { mayBeSent: true });
    }
  }

  function leaveAll(messages: readonly OutgoingMessage[], how: Omit<Left, "eventIds">): void {
    if (messages.length > 0) leave({ eventIds: messages.map(({ eventId }) => eventId), ...how });
  }

  async function ask(messages: readonly OutgoingMessage[]): Promise<Answer[]> {
    const outcomes = await publishBatch(messages);
    return messages.map((message, index) => ({ message, outcome: outcomes[index] ?? noOutcome }));
  }

  function take({ message, outcome }: Answer): void {
    isAway = isNoAnswer(outcome);
    if (outcome.kind === "accepted") return;
    if (isAway) restsUntil = performance.now() + restMs;
    log.warn({ eventId: message.eventId, outcome }, "not published after commit: left to the sender");
  }

  return {
    publish(message) {
      const work = new Promise<void>((resolve) => {
        waiting.push({ message, settle: resolve });
      }).finally(() => open.delete(work));
      open.add(work);
      sendNext();
      return work;
    },
    async drain() {
      while (open.size > 0) await Promise.all(open);
    },
  };
}

/** Says something about SNS, or the way to it, and nothing about the message. */
function isNoAnswer(outcome: PublishOutcome): outcome is Extract<PublishOutcome, { kind: "unreachable" | "unknown" }> {
  return outcome.kind === "unreachable" || outcome.kind === "unknown";
}

/** The messages of answers, those for which `isFirst` holds apart from the others. */
function divide(
  answers: readonly Answer[],
  isFirst: (answer: Answer) => boolean,
): [OutgoingMessage[], OutgoingMessage[]] {
  const messagesOf = (some: readonly Answer[]) => some.map(({ message }) => message);
  return [messagesOf(answers.filter(isFirst)), messagesOf(answers.filter((answer) => !isFirst(answer)))];
}
