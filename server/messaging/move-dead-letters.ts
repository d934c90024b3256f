import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { PATIENT_REQUESTS } from "./aws-client-settings.ts";
import { deadLetterQueueOf } from "./queues.ts";

/** Long enough to send and delete ten, short enough that what was in hand when the program was killed comes soon. */
const VISIBILITY_S = 60;

/** SQS may have messages and say nothing when it does not wait. */
const WAIT_S = 1;

/**
 * Brings the dead letters of a queue back into it, as they were: for when what made them fail is repaired. Each is sent
 * before it is deleted, so a kill in between leaves a copy and never loses one; handlers drop copies. It moves as many as
 * lay there when it began, so that one that dies again at once is not moved for ever.
 *
 * @returns how many were moved.
 * @throws what SQS or the network says; what was moved until then stays moved.
 */
export async function moveDeadLetters(queueName: string): Promise<number> {
  const client = new SQSClient({ ...PATIENT_REQUESTS, useQueueUrlAsEndpoint: false });
  try {
    const queue = await urlOf(client, queueName);
    const dead = await urlOf(client, deadLetterQueueOf(queueName));
    const wanted = await countOf(client, dead);
    let moved = 0;
    while (moved < wanted) {
      const messages = await receive(client, dead, Math.min(10, wanted - moved));
      if (messages.length === 0) break;
      for (const message of messages) await moveOne(client, { message, from: dead, to: queue });
      moved += messages.length;
    }
    return moved;
  } finally {
    client.destroy();
  }
}

async function urlOf(client: SQSClient, QueueName: string): Promise<string> {
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName }));
  if (QueueUrl === undefined) throw new Error(`SQS gave no URL for the queue ${QueueName}.`);
  return QueueUrl;
}

async function countOf(client: SQSClient, QueueUrl: string): Promise<number> {
  const AttributeNames = ["ApproximateNumberOfMessages"] as const;
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
}

async function receive(client: SQSClient, QueueUrl: string, MaxNumberOfMessages: number): Promise<Message[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages,
      WaitTimeSeconds: WAIT_S,
      VisibilityTimeout: VISIBILITY_S,
      MessageAttributeNames: ["All"],
    }),
  );
  return Messages;
}

async function moveOne(
  client: SQSClient,
  { message: { Body, MessageAttributes, ReceiptHandle }, from, to }: { message: Message; from: string; to: string },
): Promise<void> {
  await client.send(new SendMessageCommand({ QueueUrl: to, MessageBody: Body, MessageAttributes }));
  await client.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle }));
}
