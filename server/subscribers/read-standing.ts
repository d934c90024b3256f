import { log } from "../log.ts";
import { isInForce } from "../messaging/provision-subscription.ts";
import { deadLetterQueueOf, isNoQueue, type Queues } from "../messaging/queues.ts";
import { type Subscriptions, subscriptionKey } from "../messaging/read-subscriptions.ts";
import type { SubscriptionInForce } from "../messaging/subscription-settings.ts";
import type { PolicyInForce, SubscriberOverview } from "../vocabulary/subscriber.ts";
import { RECORDER } from "./built-in-subscribers.ts";
import { lacksTarget } from "./own-target.ts";
import type { StoredSubscriber } from "./select-subscribers.ts";

/** Where to ask how subscribers stand. */
export type Standing = { subscriptions: Pick<Subscriptions, "readAll">; queues: Pick<Queues, "counts"> };

/** The page is about the registry: it does not wait longer for SNS and SQS. */
const LIMIT_MS = 3000;

/**
 * Entries of the registry with what SNS and SQS say about them. What did not answer in three seconds is `unknown` or
 * null; it never fails.
 */
export async function readStanding(
  subscribers: readonly StoredSubscriber[],
  { subscriptions, queues }: Standing,
): Promise<SubscriberOverview[]> {
  const [inForce, counts] = await Promise.all([
    answerInTime("SNS", subscriptions.readAll(subscribers)),
    Promise.all(subscribers.map(({ queueName }) => answerInTime(queueName, askQueue(queues, queueName)))),
  ]);
  return subscribers.map((subscriber, index) => {
    const { id, policy, policyScope } = subscriber;
    return {
      ...subscriber,
      inForce: inForce === null ? { state: "unknown" } : compare(subscriber, inForce.get(subscriptionKey(subscriber))),
      queue: counts[index] ?? null,
      lacksTarget: id !== RECORDER && lacksTarget(id, policy, policyScope),
    };
  });
}

function compare({ policy, policyScope }: StoredSubscriber, found: SubscriptionInForce | undefined): PolicyInForce {
  if (found === undefined) return { state: "missing" };
  const isSame = isInForce(found, { policy: JSON.stringify(policy), scope: policyScope });
  return { state: isSame ? "same" : "differs", policy: found.policy, scope: found.scope };
}

/** Null for a queue that is not made yet. */
async function askQueue(queues: Pick<Queues, "counts">, queueName: string) {
  try {
    const [own, dead] = await Promise.all([queues.counts(queueName), queues.counts(deadLetterQueueOf(queueName))]);
    return { ...own, deadLetters: dead.waiting + dead.inFlight };
  } catch (error) {
    if (isNoQueue(error)) return null;
    throw error;
  }
}

async function answerInTime<T>(what: string, asked: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), LIMIT_MS);
  });
  const answered = asked.catch((error: unknown) => {
    log.warn({ what, error: String(error) }, "a subscriber's standing could not be read");
    return null;
  });
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
}
