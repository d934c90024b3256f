import {
  CreateTopicCommand,
  DeleteTopicCommand,
  paginateListTopics,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { PATIENT_REQUESTS } from "./aws-client-settings.ts";
import { type NamedMessage, publishNamed, refusalOf } from "./publish-named.ts";
import { outcomeOfError } from "./publish-outcome.ts";
import { type Notification, temporaryQueue } from "./temporary-queue.ts";

/** Attributes of a subscription, in SNS's spelling. */
type SubscriptionAttributes = Readonly<Record<string, string>>;

/**
 * An account in which a run makes what it needs and removes it: topics whose names begin with a prefix, and one queue.
 * Everything throws what SNS or SQS answers, but for what is wrong with a policy or a message: that is a result.
 */
export type ConformanceAccount = {
  makeQueue(): Promise<void>;
  /** Makes a topic and gives its ARN. */
  makeTopic(name: string): Promise<string>;
  /** Subscribes the queue; gives the subscription's ARN, or SNS's refusal. */
  subscribe(topicArn: string, attributes: SubscriptionAttributes): Promise<{ arn: string } | { refusal: string }>;
  /** Sets attributes one by one; gives SNS's refusal of the first that it refuses. */
  setAttributes(subscriptionArn: string, attributes: SubscriptionAttributes): Promise<string | null>;
  unsubscribe(subscriptionArn: string): Promise<void>;
  /** Publishes messages; gives SNS's refusals by the message's name. */
  publish(topicArn: string, messages: readonly NamedMessage[]): Promise<Map<string, string>>;
  receive(waitS: number, signal: AbortSignal): Promise<Notification[]>;
  /** Takes over what a run that was killed left under this prefix. */
  adoptLeftovers(): Promise<void>;
  /** Removes what was made or taken over, with all its subscriptions; gives what is left, and why. */
  removeAll(): Promise<string[]>;
  close(): void;
};

/**
 * Connects to the account that the AWS SDK's own variables name; makes nothing yet.
 *
 * @param prefix begins the name of everything that is made.
 */
export function openConformanceAccount(prefix: string): ConformanceAccount {
  const sns = new SNSClient(PATIENT_REQUESTS);
  const sqs = new SQSClient({ ...PATIENT_REQUESTS, useQueueUrlAsEndpoint: false });
  const queue = temporaryQueue(sqs, `${prefix}queue`);
  /** ARNs by names. Null while the making is not answered: the topic may be there all the same. */
  const topics = new Map<string, string | null>();
  let isQueueMade = false;
  let queueArn = "";

  /** Marks a thing as there while it is being made, and afterwards unless it is certain that it was not. */
  async function making<T>(mark: (isThere: boolean) => void, make: () => Promise<T>): Promise<T> {
    mark(true);
    try {
      return await make();
    } catch (error) {
      if (outcomeOfError(error).kind !== "unknown") mark(false);
      throw error;
    }
  }

  async function createTopic(name: string): Promise<string> {
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: name }));
    if (TopicArn === undefined) throw new Error(`SNS gave no ARN for the topic ${name}.`);
    return TopicArn;
  }

  return {
    async makeQueue() {
      const mark = (isThere: boolean) => {
        isQueueMade = isThere;
      };
      await making(mark, () => queue.make());
      queueArn = await queue.openTo(prefix);
    },
    async makeTopic(name) {
      const mark = (isThere: boolean) =>
        void (isThere ? topics.set(prefix + name, null) : topics.delete(prefix + name));
      const arn = await making(mark, () => createTopic(prefix + name));
      topics.set(prefix + name, arn);
      return arn;
    },
    async subscribe(TopicArn, attributes) {
      let arn = "";
      const refusal = await refusalOf(async () => {
        const wanted = { TopicArn, Protocol: "sqs", Endpoint: queueArn, Attributes: { ...attributes } };
        arn = (await sns.send(new SubscribeCommand(wanted))).SubscriptionArn ?? "";
      });
      return refusal === null ? { arn } : { refusal };
    },
    async setAttributes(SubscriptionArn, attributes) {
      for (const [AttributeName, AttributeValue] of Object.entries(attributes)) {
        const command = new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue });
        const refusal = await refusalOf(() => sns.send(command));
        if (refusal !== null) return refusal;
      }
      return null;
    },
    async unsubscribe(SubscriptionArn) {
      await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    },
    publish: (topicArn, messages) => publishNamed(sns, topicArn, messages),
    receive: (waitS, signal) => queue.receive(waitS, signal),
    async adoptLeftovers() {
      isQueueMade = true;
      for await (const { Topics = [] } of paginateListTopics({ client: sns }, {})) {
        for (const { TopicArn = "" } of Topics) {
          const name = TopicArn.split(":").at(-1) ?? "";
          if (name.startsWith(prefix)) topics.set(name, TopicArn);
        }
      }
    },
    async removeAll() {
      const left: string[] = [];
      const attempt = async (what: string, remove: () => Promise<unknown>) => {
        await remove().catch((error: unknown) =>
          left.push(`${what} (${error instanceof Error ? error.message : error})`),
        );
      };
      for (const [name, arn] of topics) {
        await attempt(`topic ${name}`, async () => {
          // Making it again is how SNS tells the ARN of a name.
          await sns.send(new DeleteTopicCommand({ TopicArn: arn ?? (await createTopic(name)) }));
        });
      }
      if (isQueueMade) await attempt(`queue ${prefix}queue`, () => queue.remove());
      return left;
    },
    close() {
      sns.destroy();
      sqs.destroy();
    },
  };
}
