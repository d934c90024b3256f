import {
  type MessageAttributeValue,
  PublishBatchCommand,
  type PublishBatchRequestEntry,
  PublishCommand,
  type SNSClient,
} from "@aws-sdk/client-sns";
import { outcomeOfError } from "./publish-outcome.ts";

/** A message to publish, with a name by which its refusal is told. A Binary attribute's value is base64. */
export type NamedMessage = {
  name: string;
  body: string;
  attributes: Readonly<Record<string, { Type: string; Value?: string | undefined }>>;
};

/** SNS's own limit of a batch. */
const BATCH = 10;

/**
 * Publishes messages to one topic.
 *
 * @returns what SNS says of the messages that it refuses, by their names.
 * @throws what SNS or the network says of anything else.
 */
export async function publishNamed(
  sns: SNSClient,
  TopicArn: string,
  messages: readonly NamedMessage[],
): Promise<Map<string, string>> {
  const refusals = new Map<string, string>();
  for (let from = 0; from < messages.length; from += BATCH) {
    const batch = messages.slice(from, from + BATCH);
    if ((await refusalOf(() => publishBatch(sns, TopicArn, batch))) === null) continue;
    // One bad message refuses them all.
    for (const message of batch) {
      const own = await refusalOf(() => sns.send(new PublishCommand({ TopicArn, ...toSns(message) })));
      if (own !== null) refusals.set(message.name, own);
    }
  }
  return refusals;
}

/**
 * Sends a request of which a refusal is an answer.
 *
 * @returns SNS's text when it refuses what was asked as wrong; null when it did it.
 * @throws everything else.
 */
export async function refusalOf(send: () => Promise<unknown>): Promise<string | null> {
  try {
    await send();
    return null;
  } catch (error) {
    // The SDK itself cannot spell half of a surrogate pair in a request.
    if (error instanceof URIError) return error.message;
    if (outcomeOfError(error).kind !== "refused" || !(error instanceof Error)) throw error;
    return error.message;
  }
}

async function publishBatch(sns: SNSClient, TopicArn: string, messages: readonly NamedMessage[]): Promise<void> {
  const entries = messages.map(
    (message, index): PublishBatchRequestEntry => ({ Id: String(index), ...toSns(message) }),
  );
  const { Failed = [] } = await sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: entries }));
  const [failed] = Failed;
  if (failed !== undefined) throw new Error(`SNS did not take a message: ${failed.Code} ${failed.Message ?? ""}`);
}

function toSns({ body, attributes }: NamedMessage) {
  const own = Object.entries(attributes).map(([name, { Type, Value = "" }]): [string, MessageAttributeValue] => [
    name,
    Type.startsWith("Binary")
      ? { DataType: Type, BinaryValue: Buffer.from(Value, "base64") }
      : { DataType: Type, StringValue: Value },
  ]);
  return { Message: body, MessageAttributes: Object.fromEntries(own) };
}
