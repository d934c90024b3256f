import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { PATIENT_REQUESTS } from "./aws-client-settings.ts";
import type { MessageAttributes } from "./message.ts";
import { deadLetterQueueOf, type QueueCounts } from "./queues.ts";

/** SQS may have messages and say nothing when it does not wait. */
const WAIT_S = 1;

/** SQS's own limit of a receive and of a batch. */
const BATCH = 10;

/** A dead letter in hand. */
export type DeadLetter = {
  /** SQS's own id of it, the same at every receive. */
  id: string;
  body: string;
  /** As they are read; a Binary one has no value here. */
  attributes: MessageAttributes;
  /** ISO 8601; when it was first put into the queue, which it keeps when it dies. */
  sentAt: string;
  receiveCount: number;
  receiptHandle: string;
  /** What is needed to send it again as it was. */
  whole: Pick<Message, "MessageAttributes" | "Attributes">;
};

/** The dead-letter queues of this installation, by the name of the queue whose letters they hold. Everything throws what SQS or the network says. */
export type DeadLetters = {
  /**
   * Takes up to ten letters, waiting one second for the first; none is lost: they come again after `visibilityS`.
   */
  receive(queueName: string, options: { visibilityS: number }): Promise<DeadLetter[]>;
  /** Sends letters into their queue as they were; each stays a dead letter, too, until it is removed. */
  sendBack(queueName: string, letters: readonly DeadLetter[]): Promise<void>;
  remove(queueName: string, letters: readonly DeadLetter[]): Promise<void>;
  /** Lets letters be seen again at once. */
  release(queueName: string, letters: readonly DeadLetter[]): Promise<void>;
  counts(queueName: string): Promise<QueueCounts>;
  close(): void;
};

/** Connects to SQS; the AWS SDK's own variables say where and as whom. */
export function deadLetterClients(): DeadLetters {
  const client = new SQSClient({ ...PATIENT_REQUESTS, useQueueUrlAsEndpoint: false });
  const urls = new Map<string, string>();

  async function urlOf(QueueName: string): Promise<string> {
    const known = urls.get(QueueName);
    if (known !== undefined) return known;
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName }));
    if (QueueUrl === undefined) throw new Error(`SQS gave no URL for the queue ${QueueName}.`);
    urls.set(QueueName, QueueUrl);
    return QueueUrl;
  }
  const deadUrlOf = (queueName: string) => urlOf(deadLetterQueueOf(queueName));

  return {
    async receive(queueName, { visibilityS }) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: await deadUrlOf(queueName),
          MaxNumberOfMessages: BATCH,
          WaitTimeSeconds: WAIT_S,
          VisibilityTimeout: visibilityS,
          MessageAttributeNames: ["All"],
          MessageSystemAttributeNames: ["All"],
        }),
      );
      return Messages.map(toLetter);
    },
    async sendBack(queueName, letters) {
      const QueueUrl = await urlOf(queueName);
      await Promise.all(letters.map((letter) => client.send(new SendMessageCommand({ QueueUrl, ...asItWas(letter) }))));
    },
    async remove(queueName, letters) {
      const QueueUrl = await deadUrlOf(queueName);
      for (const batch of batchesOf(letters)) {
        const Entries = batch.map(({ receiptHandle }, at) => ({ Id: String(at), ReceiptHandle: receiptHandle }));
        const { Failed = [] } = await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
        const [failed] = Failed;
        if (failed !== undefined) throw new Error(`SQS did not remove a dead letter: ${failed.Code}`);
      }
    },
    async release(queueName, letters) {
      const QueueUrl = await deadUrlOf(queueName);
      for (const batch of batchesOf(letters)) {
        const Entries = batch.map(({ receiptHandle }, at) => {
          return { Id: String(at), ReceiptHandle: receiptHandle, VisibilityTimeout: 0 };
        });
        await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
      }
    },
    async counts(queueName) {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({
          QueueUrl: await deadUrlOf(queueName),
          AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        }),
      );
      return {
        waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
        inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
      };
    },
    close: () => client.destroy(),
  };
}

function* batchesOf(letters: readonly DeadLetter[]): Generator<readonly DeadLetter[]> {
  for (let from = 0; from < letters.length; from += BATCH) yield letters.slice(from, from + BATCH);
}

/** The trace and the group go with it; SQS counts receives and times of a message that is sent anew. */
function asItWas({
  body,
  whole: { Attributes, MessageAttributes },
}: DeadLetter): Omit<SendMessageCommandInput, "QueueUrl"> {
  const trace = Attributes?.AWSTraceHeader;
  const group = Attributes?.MessageGroupId;
  return {
    MessageBody: body,
    MessageAttributes,
    ...(trace === undefined
      ? {}
      : { MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: trace } } }),
    ...(group === undefined ? {} : { MessageGroupId: group }),
  };
}

function toLetter({
  MessageId = "",
  Body = "",
  ReceiptHandle = "",
  Attributes,
  MessageAttributes,
}: Message): DeadLetter {
  const attributes: MessageAttributes = {};
  for (const [name, { DataType = "String", StringValue = "" }] of Object.entries(MessageAttributes ?? {})) {
    attributes[name] = { Type: DataType, Value: StringValue };
  }
  return {
    id: MessageId,
    body: Body,
    attributes,
    sentAt: new Date(Number(Attributes?.SentTimestamp ?? 0)).toISOString(),
    receiveCount: Number(Attributes?.ApproximateReceiveCount ?? 1),
    receiptHandle: ReceiptHandle,
    whole: { MessageAttributes, Attributes },
  };
}
