import { connect } from "../db.ts";
import { provisionTopology } from "../messaging/provision.ts";
import { type Queues, queueClients, type ReceivedMessage } from "../messaging/queues.ts";
import type { TopicArns } from "../messaging/topic-clients.ts";
import { provisionSubscribers, registerWorkerSubscribers } from "../workers/worker-subscribers.ts";
import { waitUntil } from "./wait-until.ts";

/** Makes topics and the worker's queues with their registry entries. */
export async function makeTopology(ownerUrl: string, prefix: string): Promise<TopicArns> {
  const arns = await provisionTopology({ prefix });
  const topics = { internal: arns.internalTopicArn, external: arns.externalTopicArn };
  const db = connect({ url: ownerUrl, name: "test topology", max: 1 });
  try {
    await registerWorkerSubscribers(db, prefix);
    await provisionSubscribers(db, { prefix, topics });
  } finally {
    await db.$client.end();
  }
  return topics;
}

/** The same with a witness: one queue on both topics that gets every message, so that what went through SNS is seen from outside. */
export async function makeWitnessedTopology(
  ownerUrl: string,
  prefix: string,
): Promise<{ topics: TopicArns; witness: string }> {
  const topics = await makeTopology(ownerUrl, prefix);
  const witness = `${prefix}witness`;
  const both = (["internal", "external"] as const).map((layer) => ({ layer, queueName: witness, policy: {} }));
  await provisionTopology({ topics, subscriptions: both });
  return { topics, witness };
}

/** A message that is taken out of the queue of a busy machine takes so long at most. */
const MESSAGE_MS = 6;

/** Takes everything out of a queue, at least `count` messages. */
export async function drainQueue(queues: Queues, queueName: string, count: number): Promise<ReceivedMessage[]> {
  const all: ReceivedMessage[] = [];
  const holdsAll = async () => {
    const { waiting } = await queues.counts(queueName);
    if (waiting === 0) return all.length >= count;
    const batch = await queues.receive(queueName, { visibilityS: 300, signal: AbortSignal.timeout(5000) });
    await queues.remove(queueName, batch);
    all.push(...batch);
    return false;
  };
  await waitUntil(`${count} messages in ${queueName}`, holdsAll, 60_000 + count * MESSAGE_MS);
  return all;
}

/** Takes everything out of a queue of these clients' installation and closes them. */
export async function drainOnce(queueName: string, count: number): Promise<ReceivedMessage[]> {
  const queues = queueClients();
  try {
    return await drainQueue(queues, queueName, count);
  } finally {
    queues.close();
  }
}
