import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmbeddedMessaging, startEmbeddedMessaging } from "./messaging.ts";

const credentials = { accessKeyId: "test", secretAccessKey: "test" };
let messaging: EmbeddedMessaging;
let names = 0;

beforeAll(async () => {
  messaging = await startEmbeddedMessaging();
});
afterAll(() => messaging.stop());

function clients(to = messaging) {
  const shared = { region: "us-east-1", credentials };
  return {
    sns: new SNSClient({ ...shared, endpoint: to.snsEndpoint }),
    sqs: new SQSClient({ ...shared, endpoint: to.sqsEndpoint, useQueueUrlAsEndpoint: false }),
  };
}

async function makeTopic(to = messaging): Promise<string> {
  names += 1;
  const { TopicArn } = await clients(to).sns.send(new CreateTopicCommand({ Name: `topic-${names}` }));
  return TopicArn ?? "";
}

async function subscribeQueue(topicArn: string, attributes: Record<string, string>, to = messaging) {
  names += 1;
  const name = `queue-${names}`;
  const { sns, sqs } = clients(to);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const Endpoint = `arn:aws:sqs:us-east-1:000000000000:${name}`;
  const wanted = { TopicArn: topicArn, Protocol: "sqs", Endpoint, Attributes: attributes };
  const { SubscriptionArn } = await sns.send(new SubscribeCommand(wanted));
  return { queueUrl: QueueUrl ?? "", subscriptionArn: SubscriptionArn ?? "", endpoint: Endpoint };
}

async function receive(queueUrl: string, to = messaging): Promise<Message[]> {
  const wanted = { QueueUrl: queueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"], VisibilityTimeout: 60 };
  return (await clients(to).sqs.send(new ReceiveMessageCommand(wanted))).Messages ?? [];
}

function target(value: string) {
  return { target: { DataType: "String", StringValue: value } };
}

const raw = { RawMessageDelivery: "true" };

test("an accepted message already lies in every queue whose policy it passes, and in no other", async () => {
  const topic = await makeTopic();
  const all = await subscribeQueue(topic, raw);
  const family = await subscribeQueue(topic, { ...raw, FilterPolicy: '{"target":["ALL","family"]}' });
  const points = await subscribeQueue(topic, { ...raw, FilterPolicy: '{"target":["ALL","points"]}' });
  const { sns } = clients();
  await sns.send(new PublishCommand({ TopicArn: topic, Message: "<one> & ü", MessageAttributes: target("family") }));

  const received = await Promise.all([all, family, points].map(({ queueUrl }) => receive(queueUrl)));
  expect(received.map((messages) => messages.map(({ Body }) => Body))).toEqual([["<one> & ü"], ["<one> & ü"], []]);
  expect(received[1]?.[0]?.MessageAttributes).toEqual(target("family"));
});

test("without raw delivery a message comes in the envelope", async () => {
  const topic = await makeTopic();
  const { queueUrl } = await subscribeQueue(topic, {});
  const { sns } = clients();
  const command = { TopicArn: topic, Message: "hello", Subject: "greeting", MessageAttributes: target("ALL") };
  const { MessageId } = await sns.send(new PublishCommand(command));
  const [message] = await receive(queueUrl);
  expect(JSON.parse(message?.Body ?? "")).toMatchObject({
    Type: "Notification",
    MessageId,
    TopicArn: topic,
    Subject: "greeting",
    Message: "hello",
    MessageAttributes: { target: { Type: "String", Value: "ALL" } },
  });
});

test.each([["raw", raw] as const, ["in the envelope", {}] as const])(
  "characters beyond U+FFFF are delivered %s: in a body, a subject and attributes",
  async (_how, attributes) => {
    const topic = await makeTopic();
    const { queueUrl } = await subscribeQueue(topic, attributes);
    const { sns, sqs } = clients();
    const text = "😀 서울 𝒜";
    const odd = { odd: { DataType: "String", StringValue: `${text}\uffff` } };
    await sns.send(new PublishCommand({ TopicArn: topic, Message: text, Subject: text, MessageAttributes: odd }));
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: text }));
    const bodies = (await receive(queueUrl)).map(({ Body = "" }) => Body);
    const [first = ""] = bodies;
    const expected = { Subject: text, Message: text, MessageAttributes: { odd: { Value: `${text}\uffff` } } };
    if (attributes === raw) expect(first).toBe(text);
    else expect(JSON.parse(first)).toMatchObject(expected);
    expect(bodies[1]).toBe(text);
  },
);

test("raw delivery carries ten attributes and discards a message with eleven", async () => {
  const topic = await makeTopic();
  const { queueUrl } = await subscribeQueue(topic, raw);
  const attributes = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`a${index}`, { DataType: "Number", StringValue: "1" }]),
    );
  const { sns } = clients();
  await sns.send(new PublishCommand({ TopicArn: topic, Message: "ten", MessageAttributes: attributes(10) }));
  await sns.send(new PublishCommand({ TopicArn: topic, Message: "eleven", MessageAttributes: attributes(11) }));
  expect((await receive(queueUrl)).map(({ Body }) => Body)).toEqual(["ten"]);
});

test("a batch answers an id for each entry and delivers all of them", async () => {
  const topic = await makeTopic();
  const { queueUrl } = await subscribeQueue(topic, raw);
  const entries = Array.from({ length: 10 }, (_, index) => ({ Id: `e-${index}`, Message: `m${index}` }));
  const answer = await clients().sns.send(
    new PublishBatchCommand({ TopicArn: topic, PublishBatchRequestEntries: entries }),
  );
  expect(answer.Successful?.map(({ Id }) => Id)).toEqual(entries.map(({ Id }) => Id));
  expect(answer.Failed ?? []).toEqual([]);
  expect((await receive(queueUrl)).map(({ Body }) => Body)).toEqual(entries.map(({ Message }) => Message));
});

const manyEntries = Array.from({ length: 11 }, (_, index) => ({ Id: `e${index}`, Message: "m" }));
const half = "x".repeat(128 * 1024);
test.each([
  ["BatchEntryIdsNotDistinctException", [manyEntries[0], manyEntries[0]]],
  ["TooManyEntriesInBatchRequestException", manyEntries],
  ["InvalidBatchEntryIdException", [{ Id: "no spaces", Message: "m" }]],
  [
    "BatchRequestTooLongException",
    [
      { Id: "a", Message: half },
      { Id: "b", Message: `${half}y` },
    ],
  ],
  ["EmptyBatchRequestException", []],
])("a batch that breaks a rule is refused whole: %s", async (name, entries) => {
  const topic = await makeTopic();
  const { queueUrl } = await subscribeQueue(topic, raw);
  const present = entries.filter((entry) => entry !== undefined);
  const command = new PublishBatchCommand({ TopicArn: topic, PublishBatchRequestEntries: present });
  await expect(clients().sns.send(command)).rejects.toMatchObject({ name });
  expect(await receive(queueUrl)).toEqual([]);
});

test("256 KiB with attributes pass and one byte more does not", async () => {
  const topic = await makeTopic();
  // Name, type and value of the attribute take 6 + 6 + 3 bytes.
  const message = "x".repeat(256 * 1024 - 15);
  const { sns } = clients();
  const publish = (Message: string) =>
    sns.send(new PublishCommand({ TopicArn: topic, Message, MessageAttributes: target("ALL") }));
  await expect(publish(message)).resolves.toHaveProperty("MessageId");
  await expect(publish(`${message}y`)).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: "Invalid parameter: Message too long",
  });
});

test.each([
  ["a^b", { DataType: "String", StringValue: "x" }, "Invalid non-alphanumeric character '#x5E'"],
  ["a..b", { DataType: "String", StringValue: "x" }, "successive '.'"],
  [".a", { DataType: "String", StringValue: "x" }, "starting with character '.'"],
  ["a", { DataType: "Text", StringValue: "x" }, "the set of supported type prefixes is Binary, Number, and String."],
  ["a", { DataType: "String", StringValue: "" }, "must contain non-empty message attribute value"],
  ["a", { DataType: "String", BinaryValue: new Uint8Array([1]) }, "must use field 'String'"],
  ["a", { DataType: "Number", StringValue: "abc" }, "Could not cast"],
])("the attribute %s %o is refused", async (name, attribute, text) => {
  const topic = await makeTopic();
  const command = new PublishCommand({ TopicArn: topic, Message: "m", MessageAttributes: { [name]: attribute } });
  await expect(clients().sns.send(command)).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: expect.stringContaining(text),
  });
});

test("an unknown topic is not found", async () => {
  const command = new PublishCommand({ TopicArn: "arn:aws:sns:us-east-1:000000000000:none", Message: "m" });
  await expect(clients().sns.send(command)).rejects.toMatchObject({
    name: "NotFoundException",
    message: "Topic does not exist",
  });
});

test("what is no ARN is no topic", async () => {
  const command = new PublishCommand({ TopicArn: "members", Message: "m" });
  await expect(clients().sns.send(command)).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1",
  });
});

test("a policy is refused by the call that sets it, in SNS's words with its prefix", async () => {
  const topic = await makeTopic();
  await expect(subscribeQueue(topic, { FilterPolicy: '{"key":"x"}' })).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: 'Invalid parameter: Attributes Reason: FilterPolicy: "key" must be an object or an array',
  });
  const { subscriptionArn } = await subscribeQueue(topic, { FilterPolicy: '{"key":["x"]}' });
  const { sns } = clients();
  const set = (AttributeValue: string) =>
    sns.send(
      new SetSubscriptionAttributesCommand({
        SubscriptionArn: subscriptionArn,
        AttributeName: "FilterPolicy",
        AttributeValue,
      }),
    );
  await expect(set('{"key":[{"wildcard":"x"}]}')).rejects.toMatchObject({
    message: "Invalid parameter: FilterPolicy: Unrecognized match type wildcard",
  });
  await set('{"key":["y"]}');
  const shown = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: subscriptionArn }));
  expect(shown.Attributes).toMatchObject({ FilterPolicy: '{"key":["y"]}', FilterPolicyScope: "MessageAttributes" });
});

test("subscribing again gives the same subscription, and with other attributes is refused", async () => {
  const topic = await makeTopic();
  const first = await subscribeQueue(topic, raw);
  const again = { TopicArn: topic, Protocol: "sqs", Endpoint: first.endpoint };
  const { sns } = clients();
  const { SubscriptionArn } = await sns.send(new SubscribeCommand({ ...again, Attributes: raw }));
  expect(SubscriptionArn).toBe(first.subscriptionArn);
  await expect(sns.send(new SubscribeCommand(again))).rejects.toMatchObject({
    message: "Invalid parameter: Attributes Reason: Subscription already exists with different attributes",
  });
});

test("a request without a signature is turned away, as one that a web page sends would be", async () => {
  const body = new URLSearchParams({ Action: "ListTopics" });
  const response = await fetch(messaging.snsEndpoint, { method: "POST", body });
  expect(response.status).toBe(403);
});

test("topics, subscriptions, messages and receive counts outlive a restart", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "memberscope-messaging-"));
  const before = await startEmbeddedMessaging({ dataDir });
  const topic = await makeTopic(before);
  const { queueUrl } = await subscribeQueue(topic, { ...raw, FilterPolicy: '{"target":["ALL"]}' }, before);
  await clients(before).sns.send(
    new PublishCommand({ TopicArn: topic, Message: "kept", MessageAttributes: target("ALL") }),
  );
  const [received] = await receive(queueUrl, before);
  // Given back by its reader: the store of fauxqs alone would lose it here.
  const giveBack = { QueueUrl: queueUrl, ReceiptHandle: received?.ReceiptHandle, VisibilityTimeout: 0 };
  await clients(before).sqs.send(new ChangeMessageVisibilityCommand(giveBack));
  await before.stop();

  const after = await startEmbeddedMessaging({ dataDir });
  try {
    const { sns } = clients(after);
    expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn: topic }]);
    const listed = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }));
    expect(listed.Subscriptions).toHaveLength(1);
    expect((await receive(queueUrl, after)).map(({ Body }) => Body)).toEqual(["kept"]);
    await sns.send(new PublishCommand({ TopicArn: topic, Message: "filtered", MessageAttributes: target("other") }));
    expect(await receive(queueUrl, after)).toEqual([]);
  } finally {
    await after.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
