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

/** After so many receives without success a message is set aside. */
const MAX_RECEIVES = 5;

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
  await setWhatDiffers(sqs, deadLetters.url, { MessageRetentionPeriod: DEAD_LETTER_RETENTION_S });
  const queue = await makeQueue(sqs, queueName);
  await setWhatDiffers(sqs, queue.url, {
    MessageRetentionPeriod: RETENTION_S,
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: MAX_RECEIVES }),
    Policy: JSON.stringify(policyFor(queue.arn, topicArns)),
  });
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

async function setWhatDiffers(
  sqs: SQSClient,
  url: string,
  wanted: Partial<Record<QueueAttributeName, string>>,
): Promise<void> {
  const names: QueueAttributeName[] = ["MessageRetentionPeriod", "RedrivePolicy", "Policy"];
  const { Attributes: found = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: names }),
  );
  const different = names.filter((name) => wanted[name] !== undefined && wanted[name] !== found[name]);
  if (different.length === 0) return;
  const attributes = Object.fromEntries(different.map((name) => [name, wanted[name] ?? ""]));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: attributes }));
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
