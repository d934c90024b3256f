import {
  GetTopicAttributesCommand,
  type MessageAttributeValue,
  PublishBatchCommand,
  type PublishBatchRequestEntry,
  PublishCommand,
  SNSClient,
} from "@aws-sdk/client-sns";
import type { LayerName } from "../vocabulary/member-event.ts";
import { FAST_REQUESTS } from "./aws-client-settings.ts";
import type { MessageAttributes, OutgoingMessage } from "./message.ts";
import { outcomeOfError, type PublishOutcome } from "./publish-outcome.ts";
import { splitIntoBatches } from "./split-into-batches.ts";

/** The two topics of this installation, as ARNs. */
export type TopicArns = Record<LayerName, string>;

/** Sends messages to the internal and the external topic. Nothing here throws for what SNS or the network does. */
export type Topics = {
  publishOne(layer: LayerName, message: OutgoingMessage): Promise<PublishOutcome>;
  /**
   * Sends any number of messages, ten and 256 KiB a request, a few requests at a time.
   *
   * A request that SNS refuses because of one entry is sent again one by one, so a bad message holds up no good one.
   * After a request that does not get through, no further one is begun: the rest comes back as `unreachable`.
   *
   * @returns one outcome a message, in the given order.
   */
  publishBatch(layer: LayerName, messages: readonly OutgoingMessage[]): Promise<PublishOutcome[]>;
  /**
   * Asks whether a topic answers at all, for two seconds at most.
   *
   * @returns what is wrong; null when it answers, and also when we may not ask: that says nothing about publishing.
   */
  probe(layer: LayerName): Promise<string | null>;
  close(): void;
};

const PROBE_LIMIT_MS = 2000;

/** Hides the time an answer takes; few enough to stay below any quota of SNS. */
const REQUESTS_AT_ONCE = 4;

/** Connects to SNS; the AWS SDK's own variables say where and as whom. */
export function topicClients(arns: TopicArns): Topics {
  const client = new SNSClient(FAST_REQUESTS);

  async function publishOne(layer: LayerName, { body, attributes }: OutgoingMessage): Promise<PublishOutcome> {
    try {
      const answer = await client.send(
        new PublishCommand({ TopicArn: arns[layer], Message: body, MessageAttributes: toSns(attributes) }),
      );
      return { kind: "accepted", messageId: answer.MessageId ?? "" };
    } catch (error) {
      return outcomeOfError(error);
    }
  }

  async function publishRequest(layer: LayerName, messages: readonly OutgoingMessage[]): Promise<PublishOutcome[]> {
    const entries = messages.map(toEntry);
    try {
      const answer = await client.send(
        new PublishBatchCommand({ TopicArn: arns[layer], PublishBatchRequestEntries: entries }),
      );
      return entries.map((entry) => entryOutcome(entry, answer));
    } catch (error) {
      const outcome = outcomeOfError(error);
      if (outcome.kind !== "refused" || messages.length === 1) return messages.map(() => outcome);
    }
    return untilLost(messages, async (message) => [await publishOne(layer, message)]);
  }

  async function probe(layer: LayerName): Promise<string | null> {
    try {
      const command = new GetTopicAttributesCommand({ TopicArn: arns[layer] });
      await client.send(command, { abortSignal: AbortSignal.timeout(PROBE_LIMIT_MS) });
      return null;
    } catch (error) {
      if (error instanceof Error && error.name.startsWith("Authorization")) return null;
      const isLate = error instanceof Error && error.name === "AbortError";
      return isLate ? `no answer within ${PROBE_LIMIT_MS / 1000} s` : outcomeOfError(error).text;
    }
  }

  return {
    publishOne,
    probe,
    publishBatch: (layer, messages) => untilLost(splitIntoBatches(messages), (batch) => publishRequest(layer, batch)),
    close: () => client.destroy(),
  };
}

/** Runs the requests, a few at a time, until one is lost; what was not tried counts as not reached. */
async function untilLost<T extends OutgoingMessage | OutgoingMessage[]>(
  requests: readonly T[],
  send: (request: T) => Promise<PublishOutcome[]>,
): Promise<PublishOutcome[]> {
  const outcomes: PublishOutcome[][] = [];
  let isLost = false;
  let next = 0;
  async function work(): Promise<void> {
    while (!isLost && next < requests.length) {
      const index = next;
      next += 1;
      const request = requests[index];
      if (request === undefined) return;
      const answers = await send(request);
      outcomes[index] = answers;
      isLost ||= answers.some(({ kind }) => kind === "unreachable" || kind === "unknown");
    }
  }
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, work));
  return requests.flatMap((request, index) => outcomes[index] ?? [request].flat().map(() => notTried));
}

const notTried: PublishOutcome = { kind: "unreachable", text: "not tried: SNS did not answer another request" };

function toEntry({ body, attributes }: OutgoingMessage, index: number): PublishBatchRequestEntry & { Id: string } {
  return { Id: String(index), Message: body, MessageAttributes: toSns(attributes) };
}

function entryOutcome(
  { Id }: { Id: string },
  answer: {
    Successful?: { Id?: string | undefined; MessageId?: string | undefined }[] | undefined;
    Failed?:
      | {
          Id?: string | undefined;
          SenderFault?: boolean | undefined;
          Code?: string | undefined;
          Message?: string | undefined;
        }[]
      | undefined;
  },
): PublishOutcome {
  const success = answer.Successful?.find((one) => one.Id === Id);
  if (success) return { kind: "accepted", messageId: success.MessageId ?? "" };
  const failure = answer.Failed?.find((one) => one.Id === Id);
  if (!failure) return { kind: "unknown", text: "SNS did not mention this entry in its answer." };
  const text = `${failure.Code ?? "Failed"}: ${failure.Message ?? ""}`;
  return { kind: "refused", senderFault: failure.SenderFault ?? false, text };
}

function toSns(attributes: MessageAttributes): Record<string, MessageAttributeValue> {
  const entries = Object.entries(attributes).map(([name, { Type, Value }]): [string, MessageAttributeValue] => [
    name,
    { DataType: Type, StringValue: Value },
  ]);
  return Object.fromEntries(entries);
}
