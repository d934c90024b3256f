import { randomUUID } from "node:crypto";
import { matchPolicy } from "../../filter-policy/match/match-policy.ts";
import type { MessageAttribute, MessageAttributes } from "./message-attributes.ts";
import type { Subscription } from "./topic-registry.ts";

/** A message that SNS has accepted. */
export interface PublishedMessage {
  messageId: string;
  message: string;
  subject: string | undefined;
  attributes: MessageAttributes;
}

/** A message as a queue gets it, in the words of SQS. */
export interface QueueEntry {
  MessageBody: string;
  MessageAttributes: Record<string, { DataType: string; StringValue?: string; BinaryValue?: string }>;
}

/** SQS takes no more attributes; SNS then discards the message for a raw subscription. */
const MAX_RAW_ATTRIBUTES = 10;

/**
 * What one subscription's queue gets of a message.
 *
 * @returns null when the filter policy keeps the message away, or raw delivery cannot carry its attributes.
 */
export function entryFor(subscription: Subscription, published: PublishedMessage): QueueEntry | null {
  const { isRaw, policy } = subscription.settings;
  const attributes = shownAttributes(published);
  if (!matchPolicy(policy, { attributes, body: published.message })) return null;
  if (!isRaw) return { MessageBody: writeEnvelope(subscription, published, attributes), MessageAttributes: {} };
  if (published.attributes.size > MAX_RAW_ATTRIBUTES) return null;
  const raw = [...published.attributes].map(([name, attribute]) => [name, rawAttribute(attribute)] as const);
  return { MessageBody: published.message, MessageAttributes: Object.fromEntries(raw) };
}

function rawAttribute({ dataType, stringValue, binaryValue }: MessageAttribute) {
  return {
    DataType: dataType,
    ...(stringValue === undefined ? {} : { StringValue: stringValue }),
    ...(binaryValue === undefined ? {} : { BinaryValue: binaryValue }),
  };
}

type ShownAttributes = Record<string, { Type: string; Value: string }>;

/** The attributes as the envelope shows them and as policies are asked of them. */
function shownAttributes({ attributes }: PublishedMessage): ShownAttributes {
  const shown = [...attributes].map(([name, { dataType, stringValue, binaryValue }]) => {
    return [name, { Type: dataType, Value: stringValue ?? binaryValue ?? "" }] as const;
  });
  return Object.fromEntries(shown);
}

/** The envelope of SNS without its signature: nobody could check one that is made here. */
function writeEnvelope(
  { topicArn }: Subscription,
  { messageId, message, subject, attributes }: PublishedMessage,
  shown: ShownAttributes,
): string {
  const envelope = JSON.stringify({
    Type: "Notification",
    MessageId: messageId,
    TopicArn: topicArn,
    ...(subject === undefined ? {} : { Subject: subject }),
    Message: message,
    Timestamp: new Date().toISOString(),
    ...(attributes.size === 0 ? {} : { MessageAttributes: shown }),
  });
  // The only characters that JSON leaves as they are and a queue refuses.
  return envelope.replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}

/** An id as SNS gives to every accepted message; the queue gives another one. */
export function newMessageId(): string {
  return randomUUID();
}
