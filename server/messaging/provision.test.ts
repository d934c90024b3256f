import {
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
} from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { useMessaging } from "../testing/messaging.ts";
import { provisionTopology, type QueueSubscription } from "./provision.ts";

const messaging = useMessaging();
const queueName = `${messaging.prefix}policy-task`;
const policy = { target: ["ALL", "policy-task"], action: ["member.logged-in"] };
const wanted: QueueSubscription[] = [
  { layer: "internal", queueName, policy },
  { layer: "external", queueName, policy: {} },
];
let sns: SNSClient;
let sqs: SQSClient;
beforeAll(() => {
  sns = new SNSClient({});
  sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
});
afterAll(() => {
  sns.destroy();
  sqs.destroy();
});

async function subscriptionsOf(topicArn: string) {
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
  return Promise.all(
    Subscriptions.map(async ({ SubscriptionArn = "" }) => {
      const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
      return {
        SubscriptionArn,
        raw: Attributes?.RawMessageDelivery,
        policy: JSON.parse(Attributes?.FilterPolicy ?? "{}"),
      };
    }),
  );
}

async function queueAttributes(name: string) {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  return Attributes;
}

test("makes topics, a queue of four days with a dead-letter queue of fourteen after five receives, and raw subscriptions", async () => {
  const { internalTopicArn, externalTopicArn } = await provisionTopology({
    prefix: messaging.prefix,
    subscriptions: wanted,
  });
  expect(await subscriptionsOf(internalTopicArn)).toMatchObject([{ raw: "true", policy }]);
  expect(await subscriptionsOf(externalTopicArn)).toMatchObject([{ raw: "true", policy: {} }]);
  const [queue, dead] = [await queueAttributes(queueName), await queueAttributes(`${queueName}-dlq`)];
  expect([queue.MessageRetentionPeriod, dead.MessageRetentionPeriod]).toEqual(["345600", "1209600"]);
  expect(JSON.parse(queue.RedrivePolicy ?? "")).toEqual({ deadLetterTargetArn: dead.QueueArn, maxReceiveCount: 5 });
  expect(JSON.parse(queue.Policy ?? "").Statement[0]).toMatchObject({
    Principal: { Service: "sns.amazonaws.com" },
    Resource: queue.QueueArn,
    Condition: { ArnEquals: { "aws:SourceArn": [internalTopicArn, externalTopicArn] } },
  });
});

test("running it again changes nothing, and a policy that differs is brought back", async () => {
  const { internalTopicArn } = await provisionTopology({ prefix: messaging.prefix, subscriptions: wanted });
  const [before] = await subscriptionsOf(internalTopicArn);
  const SubscriptionArn = before?.SubscriptionArn;
  for (const [AttributeName, AttributeValue] of [
    ["FilterPolicy", '{"target":["ALL"]}'],
    ["RawMessageDelivery", "false"],
  ]) {
    await sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
  }
  expect(await subscriptionsOf(internalTopicArn)).toMatchObject([{ raw: "false", policy: { target: ["ALL"] } }]);
  await provisionTopology({ prefix: messaging.prefix, subscriptions: wanted });
  expect(await subscriptionsOf(internalTopicArn)).toEqual([before]);
});
