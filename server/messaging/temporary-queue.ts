import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { z } from "zod";
import { isNoQueue } from "./queues.ts";

/** What SNS put into the queue: the topic it came from, the text, and the attributes' values by name. */
export type Notification = { topicArn: string; message: string; attributes: Record<string, string> };

/** A queue that exists for one run only. */
export type TemporaryQueue = {
  make(): Promise<void>;
  /** Lets the topics send to it whose names begin with the prefix; gives its ARN. */
  openTo(topicPrefix: string): Promise<string>;
  /**
   * Takes up to ten notifications out of the queue.
   *
   * @param waitS how long SQS waits for the first, up to 20 s.
   */
  receive(waitS: number, signal: AbortSignal): Promise<Notification[]>;
  /** Removes it by its name, whoever made it; one that is not there is not missed. */
  remove(): Promise<void>;
};

const envelope = z.object({
  TopicArn: z.string(),
  Message: z.string(),
  MessageAttributes: z.record(z.string(), z.object({ Value: z.string() })).default({}),
});

/** A queue by its name; nothing is made yet. */
export function temporaryQueue(sqs: SQSClient, name: string): TemporaryQueue {
  let url: string | undefined;

  return {
    async make() {
      url = (await sqs.send(new CreateQueueCommand({ QueueName: name }))).QueueUrl;
    },
    async openTo(topicPrefix) {
      const asked = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] });
      const arn = (await sqs.send(asked)).Attributes?.QueueArn;
      if (arn === undefined) throw new Error(`SQS gave no ARN for the queue ${name}.`);
      const Policy = JSON.stringify(policyFor(arn, topicPrefix));
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy } }));
      return arn;
    },
    async receive(waitS, signal) {
      const wanted = { QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: waitS };
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(wanted), { abortSignal: signal });
      if (Messages.length === 0) return [];
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
      return Messages.map(({ Body = "" }) => readNotification(Body));
    },
    async remove() {
      try {
        const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
        await sqs.send(new DeleteQueueCommand({ QueueUrl }));
      } catch (error) {
        if (!isNoQueue(error)) throw error;
      }
    },
  };
}

function readNotification(body: string): Notification {
  const { TopicArn, Message, MessageAttributes } = envelope.parse(JSON.parse(body));
  const attributes = Object.entries(MessageAttributes).map(([name, { Value }]) => [name, Value] as const);
  return { topicArn: TopicArn, message: Message, attributes: Object.fromEntries(attributes) };
}

function policyFor(queueArn: string, topicPrefix: string) {
  const [arn, partition, , region, account] = queueArn.split(":");
  const topics = [arn, partition, "sns", region, account, `${topicPrefix}*`].join(":");
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn,
        Condition: { ArnLike: { "aws:SourceArn": topics } },
      },
    ],
  };
}
