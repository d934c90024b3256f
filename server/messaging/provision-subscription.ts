import {
  GetSubscriptionAttributesCommand,
  paginateListSubscriptionsByTopic,
  SetSubscriptionAttributesCommand,
  type SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";

/** One queue's subscription as it should be: raw delivery, and a policy on attributes. */
export type WantedSubscription = { topicArn: string; queueArn: string; policy: Record<string, unknown> };

/** Subscribes a queue to a topic, or brings the subscription it has to raw delivery and this policy. */
export async function provisionSubscription(sns: SNSClient, wanted: WantedSubscription): Promise<void> {
  const existing = await findSubscription(sns, wanted);
  if (existing === null) await subscribe(sns, wanted);
  else await repair(sns, existing, wanted);
}

async function findSubscription(sns: SNSClient, { topicArn, queueArn }: WantedSubscription): Promise<string | null> {
  for await (const page of paginateListSubscriptionsByTopic({ client: sns }, { TopicArn: topicArn })) {
    const found = page.Subscriptions?.find(({ Endpoint }) => Endpoint === queueArn);
    if (found?.SubscriptionArn !== undefined) return found.SubscriptionArn;
  }
  return null;
}

/** The policy comes with the subscription: set afterwards, the queue would get everything in between. */
async function subscribe(sns: SNSClient, { topicArn, queueArn, policy }: WantedSubscription): Promise<void> {
  const Attributes: Record<string, string> = { RawMessageDelivery: "true" };
  if (Object.keys(policy).length > 0) Attributes.FilterPolicy = JSON.stringify(policy);
  await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "sqs", Endpoint: queueArn, Attributes }));
}

async function repair(sns: SNSClient, subscriptionArn: string, { policy }: WantedSubscription): Promise<void> {
  const { Attributes: found = {} } = await sns.send(
    new GetSubscriptionAttributesCommand({ SubscriptionArn: subscriptionArn }),
  );
  const set = (AttributeName: string, AttributeValue: string) =>
    sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn: subscriptionArn, AttributeName, AttributeValue }));
  if (found.RawMessageDelivery !== "true") await set("RawMessageDelivery", "true");
  if (!isSamePolicy(found.FilterPolicy, policy)) await set("FilterPolicy", JSON.stringify(policy));
}

/** SNS may answer the same policy with other spaces; the order of keys and values stays. */
function isSamePolicy(found: string | undefined, wanted: Record<string, unknown>): boolean {
  return JSON.stringify(JSON.parse(found || "{}")) === JSON.stringify(wanted);
}
