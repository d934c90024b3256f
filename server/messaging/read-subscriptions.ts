import { paginateListSubscriptionsByTopic, SNSClient } from "@aws-sdk/client-sns";
import type { PolicyScope } from "../filter-policy/policy.ts";
import type { LayerName } from "../vocabulary/member-event.ts";
import { FAST_REQUESTS } from "./aws-client-settings.ts";
import { readSubscription, type SubscriptionInForce, setPolicy } from "./subscription-settings.ts";
import type { TopicArns } from "./topic-clients.ts";

/** Which subscription: a queue has at most one on each topic. */
export type SubscriptionKey = { layer: LayerName; queueName: string };

/** What SNS has in force. Everything throws what SNS or the network says. */
export type Subscriptions = {
  /** Null when the queue is not subscribed to that topic. */
  read(key: SubscriptionKey): Promise<SubscriptionInForce | null>;
  /** All of those that exist, by `subscriptionKey`: one listing a topic, then one request each. */
  readAll(keys: readonly SubscriptionKey[]): Promise<Map<string, SubscriptionInForce>>;
  setPolicy(current: SubscriptionInForce, wanted: { policy: string; scope: PolicyScope }): Promise<void>;
  close(): void;
};

/** SNS allows far more; a page need not be faster. */
const REQUESTS_AT_ONCE = 6;

/** The key of a subscription in the answer of `readAll`. */
export function subscriptionKey({ layer, queueName }: SubscriptionKey): string {
  return `${layer} ${queueName}`;
}

/** Connects to SNS to read and set subscriptions of the two topics; the AWS SDK's own variables say where and as whom. */
export function subscriptionClients(topics: TopicArns): Subscriptions {
  const sns = new SNSClient(FAST_REQUESTS);

  async function readAll(keys: readonly SubscriptionKey[]): Promise<Map<string, SubscriptionInForce>> {
    const wanted = new Set(keys.map(subscriptionKey));
    const found: { key: string; arn: string }[] = [];
    for (const layer of new Set(keys.map((key) => key.layer))) {
      for (const [queueName, arn] of await listByQueue(sns, topics[layer])) {
        const key = subscriptionKey({ layer, queueName });
        if (wanted.has(key)) found.push({ key, arn });
      }
    }
    const read = new Map<string, SubscriptionInForce>();
    const rest = [...found];
    const work = async () => {
      for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
        read.set(next.key, await readSubscription(sns, next.arn));
      }
    };
    await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, work));
    return read;
  }

  return {
    readAll,
    read: async (key) => (await readAll([key])).get(subscriptionKey(key)) ?? null,
    setPolicy: (current, wanted) => setPolicy(sns, current, wanted),
    close: () => sns.destroy(),
  };
}

/** The subscriptions of a topic that deliver to a queue: the queue's name and the subscription's ARN. */
async function listByQueue(sns: SNSClient, TopicArn: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client: sns }, { TopicArn })) {
    for (const { Endpoint = "", SubscriptionArn } of Subscriptions) {
      const name = Endpoint.split(":").at(-1);
      // Until it is confirmed, a subscription has a text in place of its ARN.
      if (name && SubscriptionArn?.startsWith("arn:")) found.set(name, SubscriptionArn);
    }
  }
  return found;
}
