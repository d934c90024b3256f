import {
  paginateListSubscriptionsByTopic,
  SetSubscriptionAttributesCommand,
  type SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import type { PolicyScope } from "../filter-policy/policy.ts";
import { isSamePolicy } from "./same-policy.ts";
import { readSubscription, setPolicy } from "./subscription-settings.ts";

/** One queue's subscription as it should be: raw delivery, and a policy on attributes or on the body. */
export type WantedSubscription = {
  topicArn: string;
  queueArn: string;
  policy: Record<string, unknown>;
  policyScope: PolicyScope;
};

/** Subscribes a queue to a topic, or brings the subscription it has to raw delivery and this policy. */
export async function provisionSubscription(sns: SNSClient, wanted: WantedSubscription): Promise<void> {
  const existing = await findSubscription(sns, wanted);
  if (existing === null) await subscribe(sns, wanted);
  else await repair(sns, existing, wanted);
}

/** The ARN of a queue's subscription to a topic; null when there is none. */
export async function findSubscription(
  sns: SNSClient,
  { topicArn, queueArn }: Pick<WantedSubscription, "topicArn" | "queueArn">,
): Promise<string | null> {
  for await (const page of paginateListSubscriptionsByTopic({ client: sns }, { TopicArn: topicArn })) {
    const found = page.Subscriptions?.find(({ Endpoint }) => Endpoint === queueArn);
    if (found?.SubscriptionArn !== undefined) return found.SubscriptionArn;
  }
  return null;
}

/** The policy comes with the subscription: set afterwards, the queue would get everything in between. */
async function subscribe(
  sns: SNSClient,
  { topicArn, queueArn, policy, policyScope }: WantedSubscription,
): Promise<void> {
  const Attributes: Record<string, string> = { RawMessageDelivery: "true" };
  if (Object.keys(policy).length > 0) {
    Attributes.FilterPolicy = JSON.stringify(policy);
    if (policyScope !== "MessageAttributes") Attributes.FilterPolicyScope = policyScope;
  }
  await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "sqs", Endpoint: queueArn, Attributes }));
}

async function repair(sns: SNSClient, arn: string, { policy, policyScope }: WantedSubscription): Promise<void> {
  const found = await readSubscription(sns, arn);
  if (!found.isRaw) {
    const set = { SubscriptionArn: arn, AttributeName: "RawMessageDelivery", AttributeValue: "true" };
    await sns.send(new SetSubscriptionAttributesCommand(set));
  }
  const wanted = { policy: JSON.stringify(policy), scope: policyScope };
  if (!isInForce(found, wanted)) await setPolicy(sns, found, wanted);
}

/** Whether a subscription follows this policy already. The scope of a policy that lets everything through says nothing. */
export function isInForce(
  found: { policy: string; scope: PolicyScope },
  wanted: { policy: string; scope: PolicyScope },
): boolean {
  if (!isSamePolicy(found.policy, wanted.policy)) return false;
  return found.scope === wanted.scope || isSamePolicy(wanted.policy, "{}");
}
