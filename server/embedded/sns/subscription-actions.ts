import { randomUUID } from "node:crypto";
import { ACCOUNT } from "./aws-account.ts";
import { type QueryForm, readTextMap } from "./query-form.ts";
import { invalidParameter, SnsError } from "./sns-error.ts";
import { readSubscriptionAttributes } from "./subscription-attributes.ts";
import { findTopic } from "./topic-actions.ts";
import type { Subscription, TopicRegistry } from "./topic-registry.ts";
import { element, memberList, textMap } from "./xml-answer.ts";

/** Subscribes a queue; the same queue with the same attributes gets the subscription it already has. */
export function subscribe(form: QueryForm, registry: TopicRegistry): string {
  const topic = findTopic(form, registry);
  const endpoint = form.get("Endpoint") ?? "";
  if (form.get("Protocol") !== "sqs") throw invalidParameter("Protocol: this embedded server only delivers to sqs.");
  if (!/^arn:aws:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,80}$/.test(endpoint)) throw invalidParameter("SQS endpoint ARN");

  const attributes = readTextMap(form, "Attributes");
  const settings = readSubscriptionAttributes(attributes, "Subscribe");
  const existing = subscriptionsOf(topic.arn, registry).find((subscription) => subscription.endpoint === endpoint);
  if (existing !== undefined) {
    if (isSame(existing.attributes, attributes)) return element("SubscriptionArn", existing.arn);
    throw invalidParameter("Attributes Reason: Subscription already exists with different attributes");
  }
  const arn = `${topic.arn}:${randomUUID()}`;
  registry.subscriptions.set(arn, { arn, topicArn: topic.arn, endpoint, attributes, settings });
  registry.save();
  return element("SubscriptionArn", arn);
}

/** Ends a subscription; one that does not exist is not missed. */
export function unsubscribe(form: QueryForm, registry: TopicRegistry): string {
  registry.subscriptions.delete(form.get("SubscriptionArn") ?? "");
  registry.save();
  return "";
}

/** Lists a topic's subscriptions on one page. */
export function listSubscriptionsByTopic(form: QueryForm, registry: TopicRegistry): string {
  const subscriptions = subscriptionsOf(findTopic(form, registry).arn, registry);
  return memberList("Subscriptions", subscriptions.map(describe));
}

/** Answers what is set on a subscription; the scope only shows once there is a policy, as in SNS. */
export function getSubscriptionAttributes(form: QueryForm, registry: TopicRegistry): string {
  const { arn, topicArn, endpoint, attributes, settings } = findSubscription(form, registry);
  const policy = attributes.get("FilterPolicy");
  const shown: [string, string][] = [
    ["SubscriptionArn", arn],
    ["TopicArn", topicArn],
    ["Protocol", "sqs"],
    ["Endpoint", endpoint],
    ["Owner", ACCOUNT],
    ["PendingConfirmation", "false"],
    ["ConfirmationWasAuthenticated", "true"],
    ["RawMessageDelivery", String(settings.isRaw)],
  ];
  if (policy !== undefined && policy !== "")
    shown.push(["FilterPolicy", policy], ["FilterPolicyScope", settings.policy.scope]);
  return textMap("Attributes", shown);
}

/** Changes one attribute of a subscription; the next message already follows it. */
export function setSubscriptionAttributes(form: QueryForm, registry: TopicRegistry): string {
  const subscription = findSubscription(form, registry);
  const name = form.get("AttributeName") ?? "";
  const attributes = new Map(subscription.attributes).set(name, form.get("AttributeValue") ?? "");
  subscription.settings = readSubscriptionAttributes(attributes, "SetSubscriptionAttributes");
  subscription.attributes = attributes;
  registry.save();
  return "";
}

/** The subscriptions of one topic, oldest first. */
export function subscriptionsOf(topicArn: string, registry: TopicRegistry): Subscription[] {
  return [...registry.subscriptions.values()].filter((subscription) => subscription.topicArn === topicArn);
}

function findSubscription(form: QueryForm, registry: TopicRegistry): Subscription {
  const subscription = registry.subscriptions.get(form.get("SubscriptionArn") ?? "");
  if (subscription === undefined) throw new SnsError("NotFound", "Subscription does not exist", 404);
  return subscription;
}

function describe({ arn, topicArn, endpoint }: Subscription): string {
  return [
    element("SubscriptionArn", arn),
    element("Owner", ACCOUNT),
    element("Protocol", "sqs"),
    element("Endpoint", endpoint),
    element("TopicArn", topicArn),
  ].join("");
}

function isSame(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);
}
