import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Publication, readPublish, readPublishBatch } from "./publish-actions.ts";
import { type QueryForm, readQueryForm } from "./query-form.ts";
import { entryFor, type QueueEntry } from "./queue-entry.ts";
import { SnsError } from "./sns-error.ts";
import {
  getSubscriptionAttributes,
  listSubscriptionsByTopic,
  setSubscriptionAttributes,
  subscribe,
  subscriptionsOf,
  unsubscribe,
} from "./subscription-actions.ts";
import {
  createTopic,
  deleteTopic,
  findTopic,
  getTopicAttributes,
  listTopics,
  setTopicAttributes,
} from "./topic-actions.ts";
import type { TopicRegistry } from "./topic-registry.ts";
import { writeError, writeResult } from "./xml-answer.ts";

/** Puts messages into the queue with this ARN and resolves when they are kept there; rejects when that failed. */
export type SendToQueue = (queueArn: string, entries: readonly QueueEntry[]) => Promise<void>;

/** A full batch, percent-encoded in the worst case, is under three times SNS's limit. */
const MAX_REQUEST_BYTES = 1024 * 1024;

const registryActions: Readonly<Record<string, (form: QueryForm, registry: TopicRegistry) => string>> = {
  CreateTopic: createTopic,
  DeleteTopic: deleteTopic,
  GetSubscriptionAttributes: getSubscriptionAttributes,
  GetTopicAttributes: getTopicAttributes,
  ListSubscriptionsByTopic: listSubscriptionsByTopic,
  ListTopics: listTopics,
  SetSubscriptionAttributes: setSubscriptionAttributes,
  SetTopicAttributes: setTopicAttributes,
  Subscribe: subscribe,
  Unsubscribe: unsubscribe,
};

const publishActions: Readonly<Record<string, (form: QueryForm) => Publication>> = {
  Publish: readPublish,
  PublishBatch: readPublishBatch,
};

/**
 * Serves the part of SNS that this product uses, in the wire protocol of the AWS SDK. A publish is answered after every
 * matching queue has taken the message, so an accepted message is kept as safely as the queues keep theirs.
 *
 * Signatures are not checked: the server only ever listens on loopback. They must be there, which keeps web pages out.
 */
export function createSnsServer(registry: TopicRegistry, sendToQueue: SendToQueue): Server {
  return createServer((request, response) => {
    answer(request, registry, sendToQueue).then(
      (xml) => reply(response, 200, xml),
      (error: unknown) => {
        const refusal = error instanceof SnsError ? error : internalError(error);
        reply(response, refusal.status, writeError(refusal));
      },
    );
  });
}

async function answer(request: IncomingMessage, registry: TopicRegistry, sendToQueue: SendToQueue): Promise<string> {
  if (request.headers.authorization === undefined) {
    throw new SnsError("MissingAuthenticationToken", "The request carries no signature.", 403);
  }
  const form = readQueryForm(await readBody(request));
  const action = form.get("Action") ?? "";
  const change = registryActions[action];
  if (change !== undefined) return writeResult(action, change(form, registry));
  const read = publishActions[action];
  if (read === undefined) {
    throw new SnsError("InvalidAction", `This embedded server does not know the action ${action}.`);
  }
  const topic = findTopic(form, registry);
  const publication = read(form);
  await deliver(publication, topic.arn, registry, sendToQueue);
  return writeResult(action, publication.answer);
}

async function deliver(
  { messages }: Publication,
  topicArn: string,
  registry: TopicRegistry,
  sendToQueue: SendToQueue,
): Promise<void> {
  const sends = subscriptionsOf(topicArn, registry).map((subscription) => {
    const entries = messages.map((message) => entryFor(subscription, message)).filter((entry) => entry !== null);
    return entries.length === 0 ? undefined : sendToQueue(subscription.endpoint, entries);
  });
  await Promise.all(sends);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size > MAX_REQUEST_BYTES) throw new SnsError("InvalidParameter", "Invalid parameter: Message too long");
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString("utf8");
}

function internalError(error: unknown): SnsError {
  console.error("embedded SNS:", error);
  return new SnsError("InternalError", "The embedded SNS failed; its log says why.", 500);
}

function reply(response: ServerResponse, status: number, xml: string): void {
  response.writeHead(status, { "content-type": "text/xml" }).end(xml);
}
