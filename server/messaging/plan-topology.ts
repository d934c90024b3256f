import { GetTopicAttributesCommand, NotFoundException, SNSClient } from "@aws-sdk/client-sns";
import { GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";
import { FAST_REQUESTS } from "./aws-client-settings.ts";
import type { QueueSubscription } from "./provision.ts";
import { differentAttributes, readQueueAttributes, wantedQueueAttributes } from "./provision-queue.ts";
import { findSubscription, isInForce } from "./provision-subscription.ts";
import { deadLetterQueueOf, isNoQueue } from "./queues.ts";
import { readSubscription } from "./subscription-settings.ts";
import type { TopicArns } from "./topic-clients.ts";

/** One difference between what is wanted and what AWS has: what is done to which thing, and what changes. */
export type TopologyChange = {
  act: "create" | "change";
  kind: "topic" | "queue" | "subscription";
  name: string;
  changes: { name: string; from: string | null; to: string }[];
};

/**
 * Compares what is wanted with what SNS and SQS have, and changes nothing. What is not named is left alone, as
 * provisionTopology does.
 *
 * @throws what SNS or SQS answers, but for things that do not exist.
 */
export async function planTopology(wanted: {
  topics: TopicArns;
  subscriptions: readonly QueueSubscription[];
}): Promise<TopologyChange[]> {
  const sns = new SNSClient(FAST_REQUESTS);
  const sqs = new SQSClient({ ...FAST_REQUESTS, useQueueUrlAsEndpoint: false });
  try {
    const missing = new Set<string>();
    for (const arn of Object.values(wanted.topics)) if (!(await hasTopic(sns, arn))) missing.add(arn);
    const changes = [...missing].map((arn) => create("topic", nameOf(arn)));
    for (const [queueName, ofQueue] of Map.groupBy(wanted.subscriptions, (one) => one.queueName)) {
      const topics = ofQueue.map(({ layer }) => wanted.topics[layer]);
      changes.push(...(await planQueue(sqs, { queueName, topics })));
      for (const one of ofQueue) {
        const topicArn = wanted.topics[one.layer];
        const isNew = missing.has(topicArn);
        changes.push(...(await planSubscription(sns, one, { topicArn, isNew })));
      }
    }
    return changes;
  } finally {
    sns.destroy();
    sqs.destroy();
  }
}

/** The ARN of a queue in the account and region of a topic. */
export function queueArnBeside(topicArn: string, queueName: string): string {
  const [arn, partition, , region, account] = topicArn.split(":");
  return [arn, partition, "sqs", region, account, queueName].join(":");
}

async function hasTopic(sns: SNSClient, TopicArn: string): Promise<boolean> {
  return existing(async () => {
    await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    return true;
  }, false);
}

async function planQueue(
  sqs: SQSClient,
  { queueName, topics }: { queueName: string; topics: readonly string[] },
): Promise<TopologyChange[]> {
  const [topic = ""] = topics;
  const dead = deadLetterQueueOf(queueName);
  const arns = { queue: queueArnBeside(topic, queueName), deadLetters: queueArnBeside(topic, dead), topics };
  const wanted = wantedQueueAttributes(arns);
  const found: TopologyChange[] = [];
  for (const [name, attributes] of [[dead, wanted.deadLetters] as const, [queueName, wanted.queue] as const]) {
    const url = await existing(
      async () => (await sqs.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl,
      undefined,
    );
    const set = url === undefined ? {} : await readQueueAttributes(sqs, url);
    const changes = differentAttributes(attributes, set).map((attribute) => {
      return { name: attribute, from: set[attribute] ?? null, to: attributes[attribute] ?? "" };
    });
    if (url === undefined) found.push({ act: "create", kind: "queue", name, changes });
    else if (changes.length > 0) found.push({ act: "change", kind: "queue", name, changes });
  }
  return found;
}

async function planSubscription(
  sns: SNSClient,
  { layer, queueName, policy, policyScope: scope = "MessageAttributes" }: QueueSubscription,
  { topicArn, isNew }: { topicArn: string; isNew: boolean },
): Promise<TopologyChange[]> {
  const name = `${nameOf(topicArn)} > ${queueName}`;
  const wanted = { policy: JSON.stringify(policy), scope };
  const queueArn = queueArnBeside(topicArn, queueName);
  const arn = isNew ? null : await findSubscription(sns, { topicArn, queueArn });
  const policyChange = (from: string | null) => ({ name: "FilterPolicy", from, to: say(wanted) });
  if (arn === null) return [{ act: "create", kind: "subscription", name, changes: [policyChange(null)] }];
  const found = await readSubscription(sns, arn);
  const changes = [
    ...(found.isRaw ? [] : [{ name: "RawMessageDelivery", from: "false", to: "true" }]),
    ...(isInForce(found, wanted) ? [] : [policyChange(say(found))]),
  ];
  return changes.length === 0 ? [] : [{ act: "change", kind: "subscription", name: `${name} (${layer})`, changes }];
}

function say({ policy, scope }: { policy: string; scope: string }): string {
  return scope === "MessageBody" ? `${policy} on the body` : policy;
}

function create(kind: TopologyChange["kind"], name: string): TopologyChange {
  return { act: "create", kind, name, changes: [] };
}

function nameOf(arn: string): string {
  return arn.split(":").at(-1) ?? arn;
}

async function existing<T>(ask: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (isNoQueue(error) || error instanceof NotFoundException) return otherwise;
    throw error;
  }
}
