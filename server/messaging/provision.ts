import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { PolicyScope } from "../filter-policy/policy.ts";
import type { LayerName } from "../vocabulary/member-event.ts";
import { FAST_REQUESTS } from "./aws-client-settings.ts";
import { provisionQueue } from "./provision-queue.ts";
import { provisionSubscription } from "./provision-subscription.ts";
import type { TopicArns } from "./topic-clients.ts";

/** Begins topic and queue names where nothing else is said. */
const DEFAULT_PREFIX = "memberscope-";

/** One queue on one topic. The same queue may stand here twice, once for each topic. */
export type QueueSubscription = {
  layer: LayerName;
  queueName: string;
  /** SNS filter policy; `{}` lets everything through. */
  policy: Record<string, unknown>;
  /** What the policy is asked of; left out, the attributes. */
  policyScope?: PolicyScope | undefined;
};

/** What is to exist. */
export type Topology = {
  prefix?: string;
  /** Topics that exist already; left out, `<prefix>internal` and `<prefix>external` are made. */
  topics?: TopicArns;
  subscriptions?: readonly QueueSubscription[];
};

/**
 * Makes topics, queues, dead-letter queues, queue policies and subscriptions as wanted, and brings back what differs.
 * Running it again changes nothing; what is not named is left alone.
 *
 * @throws what SNS or SQS answers.
 */
export async function provisionTopology({
  prefix = DEFAULT_PREFIX,
  topics,
  subscriptions = [],
}: Topology = {}): Promise<{ internalTopicArn: string; externalTopicArn: string }> {
  const sns = new SNSClient(FAST_REQUESTS);
  const sqs = new SQSClient({ ...FAST_REQUESTS, useQueueUrlAsEndpoint: false });
  try {
    const arns = topics ?? {
      internal: await makeTopic(sns, `${prefix}internal`),
      external: await makeTopic(sns, `${prefix}external`),
    };
    for (const [queueName, ofQueue] of Map.groupBy(subscriptions, (one) => one.queueName)) {
      const queueArn = await provisionQueue(sqs, { queueName, topicArns: ofQueue.map(({ layer }) => arns[layer]) });
      for (const { layer, policy, policyScope = "MessageAttributes" } of ofQueue) {
        await provisionSubscription(sns, { topicArn: arns[layer], queueArn, policy, policyScope });
      }
    }
    return { internalTopicArn: arns.internal, externalTopicArn: arns.external };
  } finally {
    sns.destroy();
    sqs.destroy();
  }
}

/** Makes one topic, or finds the one of that name; gives its ARN. */
export async function provisionTopic(name: string): Promise<string> {
  const sns = new SNSClient(FAST_REQUESTS);
  try {
    return await makeTopic(sns, name);
  } finally {
    sns.destroy();
  }
}

async function makeTopic(sns: SNSClient, name: string): Promise<string> {
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: name }));
  if (TopicArn === undefined) throw new Error(`SNS gave no ARN for the topic ${name}.`);
  return TopicArn;
}
