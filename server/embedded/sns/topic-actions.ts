import { ACCOUNT, REGION } from "./aws-account.ts";
import { listMembers, type QueryForm, readTextMap } from "./query-form.ts";
import { invalidParameter, SnsError } from "./sns-error.ts";
import type { Topic, TopicRegistry } from "./topic-registry.ts";
import { element, memberList, textMap } from "./xml-answer.ts";

/** Makes a standard topic, or finds the one of that name. */
export function createTopic(form: QueryForm, registry: TopicRegistry): string {
  const name = form.get("Name") ?? "";
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) throw invalidParameter("Topic Name");
  if (listMembers(form, "Tags", "Key").length > 0) throw invalidParameter("Tags: this embedded server keeps no tags.");
  const attributes = readTextMap(form, "Attributes");
  if (attributes.get("FifoTopic") === "true")
    throw invalidParameter("FifoTopic: this embedded server has no FIFO topics.");
  const arn = `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`;
  const topic = registry.topics.get(arn) ?? { arn, attributes };
  for (const [key, value] of attributes) topic.attributes.set(key, value);
  registry.topics.set(arn, topic);
  registry.save();
  return element("TopicArn", arn);
}

/** Removes a topic and its subscriptions; one that does not exist is not missed. */
export function deleteTopic(form: QueryForm, registry: TopicRegistry): string {
  const arn = form.get("TopicArn") ?? "";
  registry.topics.delete(arn);
  for (const subscription of registry.subscriptions.values()) {
    if (subscription.topicArn === arn) registry.subscriptions.delete(subscription.arn);
  }
  registry.save();
  return "";
}

/** Lists all topics on one page: an embedded server has few. */
export function listTopics(_form: QueryForm, registry: TopicRegistry): string {
  return memberList(
    "Topics",
    [...registry.topics.keys()].map((arn) => element("TopicArn", arn)),
  );
}

/** Answers what was set on a topic and how many subscriptions it has. */
export function getTopicAttributes(form: QueryForm, registry: TopicRegistry): string {
  const topic = findTopic(form, registry);
  const confirmed = [...registry.subscriptions.values()].filter(({ topicArn }) => topicArn === topic.arn).length;
  return textMap("Attributes", [
    ...topic.attributes,
    ["TopicArn", topic.arn],
    ["Owner", ACCOUNT],
    ["SubscriptionsConfirmed", String(confirmed)],
    ["SubscriptionsPending", "0"],
    ["SubscriptionsDeleted", "0"],
  ]);
}

/** Sets one attribute; it is kept and answered, and changes nothing about deliveries. */
export function setTopicAttributes(form: QueryForm, registry: TopicRegistry): string {
  const topic = findTopic(form, registry);
  topic.attributes.set(form.get("AttributeName") ?? "", form.get("AttributeValue") ?? "");
  registry.save();
  return "";
}

/**
 * Finds the topic that a request names.
 *
 * @throws SnsError InvalidParameter for what is no ARN, NotFound; in SNS's words.
 */
export function findTopic(form: QueryForm, registry: TopicRegistry): Topic {
  const arn = form.get("TopicArn") ?? "";
  const elements = arn.split(":").length;
  if (elements < 6) throw invalidParameter(`TopicArn Reason: An ARN must have at least 6 elements, not ${elements}`);
  const topic = registry.topics.get(arn);
  if (topic === undefined) throw new SnsError("NotFound", "Topic does not exist", 404);
  return topic;
}
