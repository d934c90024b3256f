import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { FAST_REQUESTS, LONG_POLL_REQUESTS } from "./aws-client-settings.ts";
import { type MemberscopeMessage, type MessageAttributes, readMessage } from "./message.ts";

/** The longest wait of SQS: an idle queue costs three requests a minute. */
const LONG_POLL_S = 20;

/** SQS's own limit of a receive. */
const MAX_MESSAGES = 10;

/** A message in hand: until it is deleted or its visibility ends, nobody else gets it. */
export type ReceivedMessage = {
  /** Null when somebody else's text lies in the queue. */
  message: MemberscopeMessage | null;
  /** The body as it came, of whatever kind. */
  body: string;
  receiptHandle: string;
  /** SQS's own id of the message in this queue: the same each time it comes. */
  messageId: string;
  /** This receive included. */
  receiveCount: number;
};

/** How full a queue is, as SQS says approximately. */
export type QueueCounts = { waiting: number; inFlight: number };

/** The queues of this installation, by name. Everything throws what SQS or the network says. */
export type Queues = {
  /**
   * Takes up to ten messages, waiting up to 20 s for the first.
   *
   * @param visibilityS how long they are ours.
   */
  receive(queueName: string, options: { visibilityS: number; signal: AbortSignal }): Promise<ReceivedMessage[]>;
  remove(queueName: string, messages: readonly ReceivedMessage[]): Promise<void>;
  /** Lets messages come again after a while. */
  release(queueName: string, messages: readonly { receiptHandle: string; afterS: number }[]): Promise<void>;
  counts(queueName: string, signal?: AbortSignal): Promise<QueueCounts>;
  close(): void;
};

/** The dead-letter queue of a queue. */
export function deadLetterQueueOf(queueName: string): string {
  return `${queueName}-dlq`;
}

/** Whether SQS said that there is no queue of that name. */
export function isNoQueue(error: unknown): boolean {
  return error instanceof Error && noQueue.has(error.name);
}

const noQueue: ReadonlySet<string> = new Set(["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"]);

/** Connects to SQS; the AWS SDK's own variables say where and as whom. */
export function queueClients(): Queues {
  // The host in a queue's URL need not resolve (fauxqs); the configured endpoint always does.
  const client = new SQSClient({ ...FAST_REQUESTS, useQueueUrlAsEndpoint: false });
  const poller = new SQSClient({ ...LONG_POLL_REQUESTS, useQueueUrlAsEndpoint: false });
  const urls = new Map<string, string>();

  async function urlOf(queueName: string, signal?: AbortSignal): Promise<string> {
    const known = urls.get(queueName);
    if (known !== undefined) return known;
    const { QueueUrl } = await client.send(
      new GetQueueUrlCommand({ QueueName: queueName }),
      signal === undefined ? {} : { abortSignal: signal },
    );
    if (QueueUrl === undefined) throw new Error(`SQS gave no URL for the queue ${queueName}.`);
    urls.set(queueName, QueueUrl);
    return QueueUrl;
  }

  return {
    async receive(queueName, { visibilityS, signal }) {
      const command = new ReceiveMessageCommand({
        QueueUrl: await urlOf(queueName),
        MaxNumberOfMessages: MAX_MESSAGES,
        WaitTimeSeconds: LONG_POLL_S,
        VisibilityTimeout: visibilityS,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["ApproximateReceiveCount"],
      });
      const { Messages = [] } = await poller.send(command, { abortSignal: signal });
      return Messages.map(toReceived);
    },
    async remove(queueName, messages) {
      if (messages.length === 0) return;
      const Entries = messages.map(({ receiptHandle }, index) => ({
        Id: String(index),
        ReceiptHandle: receiptHandle,
      }));
      await client.send(new DeleteMessageBatchCommand({ QueueUrl: await urlOf(queueName), Entries }));
    },
    async release(queueName, messages) {
      if (messages.length === 0) return;
      const Entries = messages.map(({ receiptHandle, afterS }, index) => ({
        Id: String(index),
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: afterS,
      }));
      await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: await urlOf(queueName), Entries }));
    },
    async counts(queueName, signal) {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({
          QueueUrl: await urlOf(queueName, signal),
          AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        }),
        signal === undefined ? {} : { abortSignal: signal },
      );
      return {
        waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
        inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
      };
    },
    close() {
      client.destroy();
      poller.destroy();
    },
  };
}

function toReceived({
  Body = "",
  ReceiptHandle = "",
  MessageId = "",
  Attributes,
  MessageAttributes = {},
}: Message): ReceivedMessage {
  const attributes: MessageAttributes = {};
  for (const [name, { DataType = "String", StringValue = "" }] of Object.entries(MessageAttributes)) {
    attributes[name] = { Type: DataType, Value: StringValue };
  }
  return {
    message: readMessage(Body, attributes),
    body: Body,
    receiptHandle: ReceiptHandle,
    messageId: MessageId,
    receiveCount: Number(Attributes?.ApproximateReceiveCount ?? 1),
  };
}
