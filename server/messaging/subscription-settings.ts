import {
  GetSubscriptionAttributesCommand,
  SetSubscriptionAttributesCommand,
  type SNSClient,
} from "@aws-sdk/client-sns";
import { type PolicyScope, policyScopes } from "../filter-policy/policy.ts";

/** What SNS has for one subscription: the truth about what is delivered. `policy` is a text; `{}` lets everything through. */
export type SubscriptionInForce = { arn: string; policy: string; scope: PolicyScope; isRaw: boolean };

/** Asks SNS for one subscription. */
export async function readSubscription(sns: SNSClient, arn: string): Promise<SubscriptionInForce> {
  const { Attributes = {} } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn }));
  return {
    arn,
    policy: Attributes.FilterPolicy || "{}",
    scope: policyScopes.find((scope) => scope === Attributes.FilterPolicyScope) ?? "MessageAttributes",
    isRaw: Attributes.RawMessageDelivery === "true",
  };
}

/**
 * Sets policy and scope of a subscription. When the scope changes, the old policy is taken away first: SNS changes one
 * attribute at a time, and a policy read in the wrong scope would drop messages, which nobody could bring back.
 */
export async function setPolicy(
  sns: SNSClient,
  current: SubscriptionInForce,
  { policy, scope }: { policy: string; scope: PolicyScope },
): Promise<void> {
  const set = (AttributeName: string, AttributeValue: string) =>
    sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn: current.arn, AttributeName, AttributeValue }));
  if (current.scope !== scope) {
    await set("FilterPolicy", "{}");
    await set("FilterPolicyScope", scope);
  }
  await set("FilterPolicy", policy);
}
