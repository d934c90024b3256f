import type { Executor } from "../db.ts";
import { provisionTopology, type QueueSubscription } from "../messaging/provision.ts";
import type { TopicArns } from "../messaging/topic-clients.ts";
import { policies } from "../policies/policy-list.ts";
import { policySubscriber } from "../policies/policy-subscriber.ts";
import { externalPublisherEntry, RECORDER, recorderEntry } from "../subscribers/built-in-subscribers.ts";
import { registerSubscriber } from "../subscribers/register-subscriber.ts";
import type { RegisteredSubscriber } from "../subscribers/registered-subscriber.ts";
import { selectSubscribers } from "../subscribers/select-subscribers.ts";

/** Everybody whose queue the worker itself reads: recorder, external publisher, policies. */
function workerSubscribers(prefix: string): RegisteredSubscriber[] {
  const ofPolicies = policies.map((policy) => policySubscriber(policy, prefix));
  return [recorderEntry(prefix), externalPublisherEntry(prefix), ...ofPolicies];
}

/** The queues that the worker itself reads. */
export function workerQueues(prefix: string): string[] {
  return workerSubscribers(prefix).map(({ queueName }) => queueName);
}

/**
 * Puts recorder and external publisher into the registry: what every installation has. Policies belong to the member system
 * they act on; elsewhere nobody would read their queues. Needs the owner's connection.
 */
export async function registerPublicationSubscribers(db: Executor, prefix: string): Promise<void> {
  for (const subscriber of [recorderEntry(prefix), externalPublisherEntry(prefix)]) {
    await registerSubscriber(db, subscriber);
  }
}

/** Puts all of them into the registry, so that staff can name them as targets and see their queues. Needs the owner's connection. */
export async function registerWorkerSubscribers(db: Executor, prefix: string): Promise<void> {
  for (const subscriber of workerSubscribers(prefix)) await registerSubscriber(db, subscriber);
}

/**
 * Makes the queues and subscriptions of the worker's own subscribers and of everybody else in the registry.
 *
 * @param topics the topics they subscribe to, which exist.
 */
export async function provisionSubscribers(
  db: Executor,
  { prefix, topics }: { prefix: string; topics: TopicArns },
): Promise<void> {
  const own = workerSubscribers(prefix);
  const names = new Set(workerQueues(prefix));
  const others = (await selectSubscribers(db)).filter(({ queueName }) => !names.has(queueName));
  await provisionTopology({ topics, subscriptions: [...own, ...others].flatMap(toSubscriptions) });
}

function toSubscriptions({ id, layer, queueName, policy, policyScope }: RegisteredSubscriber): QueueSubscription[] {
  const own = { layer, queueName, policy, policyScope };
  return id === RECORDER ? [own, { ...own, layer: "external" }] : [own];
}
