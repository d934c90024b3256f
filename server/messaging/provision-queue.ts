import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  type QueueAttributeName,
  SetQueueAttributesCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { deadLetterQueueOf } from "./queues.ts";

const DAY_S = 86_400;

/** A weekend and two days for whoever has to mend the subscriber. */
const RETENTION_S = String(4 * DAY_S);

/** The longest SQS keeps anything; a dead letter keeps its first enqueue time, so it needs more than its queue. */
const DEAD_LETTER_RETENTION_S = String(14 * DAY_S);

const attributeNames = ["MessageRetentionPeriod", "RedrivePolicy", "Policy"] as const;

/** Attributes of a queue, as SQS spells their values. */
export type QueueAttributes = Partial<Record<QueueAttributeName, string>>;

/** After so many receives without success a message is set aside. */
export const MAX_RECEIVES = 5;

/** How the queue of a subscriber and its dead-letter queue are to be set. The ARNs are theirs. */
export function wantedQueueAttributes(arns: { queue: string; deadLetters: string; topics: readonly string[] }): {
  queue: QueueAttributes;
  deadLetters: QueueAttributes;
} {
  return {
    deadLetters: { MessageRetentionPeriod: DEAD_LETTER_RETENTION_S },
    queue: {
      MessageRetentionPeriod: RETENTION_S,
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arns.deadLetters, maxReceiveCount: MAX_RECEIVES }),
      Policy: JSON.stringify(policyFor(arns.queue, arns.topics)),
    },
  };
}

/**
 * Makes a queue and its dead-letter queue, lets the topics send to it, and sets what differs.
 *
 * @returns the ARN of the queue.
 */
export async function provisionQueue(
  sqs: SQSClient,
  { queueName, topicArns }: { queueName: string; topicArns: readonly string[] },
): Promise<string> {
  const deadLetters = await makeQueue(sqs, deadLetterQueueOf(queueName));
  const queue = await makeQueue(sqs, queueName);
  const wanted = wantedQueueAttributes({ queue: queue.arn, deadLetters: deadLetters.arn, topics: topicArns });
  await setWhatDiffers(sqs, deadLetters.url, wanted.deadLetters);
  await setWhatDiffers(sqs, queue.url, wanted.queue);
  return queue.arn;
}

async function makeQueue(sqs: SQSClient, name: string): Promise<{ url: string; arn: string }> {
  // Without attributes, so that a queue that differs is found and mended instead of refused.
  const { QueueUrl: url } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }));
  const arn = Attributes?.QueueArn;
  if (url === undefined || arn === undefined) throw new Error(`SQS gave no URL or ARN for the queue ${name}.`);
  return { url, arn };
}

async function setWhatDiffers(sqs: SQSClient, url: string, wanted: QueueAttributes): Promise<void> {
  const different = differentAttributes(wanted, await readQueueAttributes(sqs, url));
  if (different.length === 0) return;
  const attributes = Object.fromEntries(different.map((name) => [name, wanted[name] ?? ""]));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: attributes }));
}

/** What is set on a queue, of what is provisioned. */
export async function readQueueAttributes(sqs: SQSClient, url: string): Promise<QueueAttributes> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...attributeNames] }),
  );
  return Attributes;
}

/** The names of the attributes that are not as wanted. */
export function differentAttributes(wanted: QueueAttributes, found: QueueAttributes) {
  return attributeNames.filter((name) => wanted[name] !== undefined && wanted[name] !== found[name]);
}

function policyFor(queueArn: string, topicArns: readonly string[]) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "topics",
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn,
        Condition: { ArnEquals: { "aws:SourceArn": [...new Set(topicArns)] } },
      },
    ],
  };
}
