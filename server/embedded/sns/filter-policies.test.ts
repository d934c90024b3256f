import {
  CreateTopicCommand,
  type MessageAttributeValue,
  PublishBatchCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type InvalidPolicyCase, invalidPolicies, type MatchCase, matchCases } from "../../conformance/policy-cases.ts";
import { type EmbeddedMessaging, startEmbeddedMessaging } from "../messaging.ts";

let messaging: EmbeddedMessaging;
let sns: SNSClient;
let sqs: SQSClient;
let names = 0;

beforeAll(async () => {
  messaging = await startEmbeddedMessaging();
  const shared = { region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  sns = new SNSClient({ ...shared, endpoint: messaging.snsEndpoint });
  sqs = new SQSClient({ ...shared, endpoint: messaging.sqsEndpoint, useQueueUrlAsEndpoint: false });
});
afterAll(async () => {
  sns.destroy();
  sqs.destroy();
  await messaging.stop();
});

async function subscribe(attributes: Record<string, string>) {
  names += 1;
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: `filtered-${names}` }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `filtered-${names}` }));
  const Endpoint = `arn:aws:sqs:us-east-1:000000000000:filtered-${names}`;
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: "sqs",
      Endpoint,
      Attributes: { RawMessageDelivery: "true", ...attributes },
    }),
  );
  return { TopicArn, QueueUrl, SubscriptionArn };
}

/** A message that tells its case where the policy does not look. */
function entryOf({ id, scope, message }: MatchCase, index: number) {
  const about: Record<string, MessageAttributeValue> = { case: { DataType: "String", StringValue: id } };
  const own = Object.entries(message.attributes ?? {}).map(
    ([name, { Type, Value = "" }]): [string, MessageAttributeValue] => {
      return [
        name,
        Type === "Binary"
          ? { DataType: Type, BinaryValue: Buffer.from(Value, "base64") }
          : { DataType: Type, StringValue: Value },
      ];
    },
  );
  const isBody = scope === "MessageBody";
  return {
    Id: `m${index}`,
    Message: isBody ? message.body : id,
    MessageAttributes: isBody ? about : Object.fromEntries(own),
  };
}

async function receiveAll(queueUrl: string | undefined): Promise<string[]> {
  const wanted = {
    QueueUrl: queueUrl,
    MaxNumberOfMessages: 10,
    MessageAttributeNames: ["All"],
    VisibilityTimeout: 600,
  };
  const ids: string[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(wanted));
    if (Messages.length === 0) return ids;
    for (const { Body = "", MessageAttributes } of Messages) ids.push(MessageAttributes?.case?.StringValue ?? Body);
  }
}

const samePolicy = Map.groupBy(matchCases, ({ scope, policy }) => `${scope} ${policy}`);

test("every public case is delivered, or not, over the wire", async () => {
  for (const cases of samePolicy.values()) {
    const [{ scope, policy } = { scope: "", policy: "" }] = cases;
    const { TopicArn, QueueUrl } = await subscribe({ FilterPolicy: policy, FilterPolicyScope: scope });
    for (let from = 0; from < cases.length; from += 10) {
      const entries = cases.slice(from, from + 10).map(entryOf);
      await sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: entries }));
    }
    const wanted = cases.filter(({ matches }) => matches).map(({ id }) => id);
    expect.soft((await receiveAll(QueueUrl)).sort(), `${scope} ${policy}`).toEqual(wanted.sort());
  }
});

async function refusalOf({ scope, policyText, call }: InvalidPolicyCase): Promise<string> {
  const policy = { FilterPolicyScope: scope, FilterPolicy: policyText };
  try {
    if (call === "Subscribe") await subscribe(policy);
    else {
      const { SubscriptionArn } = await subscribe({});
      for (const [AttributeName, AttributeValue] of Object.entries(policy)) {
        await sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
      }
    }
    return "accepted";
  } catch (error) {
    return error instanceof Error && error.name === "InvalidParameterException" ? error.message : String(error);
  }
}

describe("an invalid policy is refused over the wire in SNS's words", () => {
  test.each(invalidPolicies)("$id", async (invalid) => {
    expect(await refusalOf(invalid)).toBe(invalid.message);
  });
});
