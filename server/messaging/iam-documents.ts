import { queueArnBeside } from "./plan-topology.ts";
import { deadLetterQueueOf } from "./queues.ts";
import type { TopicArns } from "./topic-clients.ts";

/** An IAM policy document, and who is to get it. */
export type IamDocument = {
  for: string;
  document: { Version: "2012-10-17"; Statement: { Effect: "Allow"; Action: string[]; Resource: string[] }[] };
};

/** Somebody in the registry, of whom only this matters here. */
export type QueueOwner = { id: string; queueName: string; isOwn: boolean };

/**
 * What each process has to be allowed in AWS, and nothing more: the web reads and sets subscriptions but makes nothing, a
 * subscriber reads its own queue alone, and only whoever runs `aws apply` makes things.
 */
export function iamDocuments(topics: TopicArns, owners: readonly QueueOwner[]): IamDocument[] {
  const both = [...new Set(Object.values(topics))];
  const subscriptions = both.map((arn) => `${arn}:*`);
  const queueOf = (name: string) => queueArnBeside(topics.internal, name);
  const all = owners.flatMap(({ queueName }) => [queueOf(queueName), queueOf(deadLetterQueueOf(queueName))]);
  const queues = owners.map(({ queueName }) => queueOf(queueName));
  const dead = owners.map(({ queueName }) => queueOf(deadLetterQueueOf(queueName)));
  const own = owners.filter(({ isOwn }) => isOwn).map(({ queueName }) => queueOf(queueName));
  return [
    document("web", [
      [["sns:ListSubscriptionsByTopic"], both],
      [["sns:GetSubscriptionAttributes", "sns:SetSubscriptionAttributes"], subscriptions],
      [["sqs:GetQueueUrl", "sqs:GetQueueAttributes"], all],
      // Reads dead letters and lets them go again; it deletes none.
      [["sqs:ReceiveMessage", "sqs:ChangeMessageVisibility"], dead],
    ]),
    document("worker", [
      [["sns:Publish", "sns:GetTopicAttributes"], both],
      [[...READ_QUEUE], [...own, ...dead]],
      [["sqs:GetQueueUrl", "sqs:SendMessage"], queues],
      [["sqs:GetQueueUrl", "sqs:GetQueueAttributes"], all],
    ]),
    document("a member system that publishes itself", [[["sns:Publish"], [topics.internal]]]),
    document("memberscope aws plan", [
      [["sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic"], both],
      [["sns:GetSubscriptionAttributes"], subscriptions],
      [["sqs:GetQueueUrl", "sqs:GetQueueAttributes"], all],
    ]),
    document("memberscope aws apply", [
      [["sns:CreateTopic", "sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic", "sns:Subscribe"], both],
      [["sns:GetSubscriptionAttributes", "sns:SetSubscriptionAttributes"], subscriptions],
      [["sqs:CreateQueue", "sqs:GetQueueUrl", "sqs:GetQueueAttributes", "sqs:SetQueueAttributes"], all],
    ]),
    ...owners
      .filter(({ isOwn }) => !isOwn)
      .map(({ id, queueName }) => document(`subscriber ${id}`, [[[...READ_QUEUE], [queueOf(queueName)]]])),
  ];
}

/** What receiving, finishing and giving back messages needs. */
const READ_QUEUE = [
  "sqs:GetQueueUrl",
  "sqs:GetQueueAttributes",
  "sqs:ReceiveMessage",
  "sqs:DeleteMessage",
  "sqs:ChangeMessageVisibility",
] as const;

function document(who: string, statements: readonly [string[], string[]][]): IamDocument {
  const Statement = statements
    .filter(([, resources]) => resources.length > 0)
    .map(([Action, Resource]) => ({ Effect: "Allow" as const, Action, Resource }));
  return { for: who, document: { Version: "2012-10-17", Statement } };
}
