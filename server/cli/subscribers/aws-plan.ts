import { connect } from "../../db.ts";
import { iamDocuments } from "../../messaging/iam-documents.ts";
import { planTopology, type TopologyChange } from "../../messaging/plan-topology.ts";
import { provisionTopic, provisionTopology, type QueueSubscription } from "../../messaging/provision.ts";
import type { TopicArns } from "../../messaging/topic-clients.ts";
import { RECORDER } from "../../subscribers/built-in-subscribers.ts";
import { type StoredSubscriber, selectSubscribers } from "../../subscribers/select-subscribers.ts";
import {
  type Command,
  CommandFailure,
  type Given,
  type Output,
  refuseWords,
  type Surroundings,
  UsageError,
} from "../command/command.ts";
import { readSettings } from "../command/read-settings.ts";

const NEEDS = "Needs DATABASE_URL, INTERNAL_TOPIC_ARN, EXTERNAL_TOPIC_ARN and the AWS SDK's own variables.";

/** `aws plan`: what `aws apply` would do, and what each process has to be allowed. */
export const awsPlan: Command = {
  words: ["aws", "plan"],
  reaches: "aws",
  summary: "Compare the registry with SNS and SQS and print the difference; changes nothing.",
  usage: ["[--iam]", "--iam prints the least-privilege IAM documents instead.", NEEDS],
  options: { iam: { type: "boolean" } },
  async run(given, surroundings) {
    const wanted = await readWanted(given, surroundings);
    if (given.values.iam === true) printIam(wanted, given, surroundings.output);
    else printPlan(await askAws(planTopology(wanted)), given, surroundings.output);
  },
};

/** `aws apply`: makes topics, queues, dead-letter queues, queue policies and subscriptions as the registry says. */
export const awsApply: Command = {
  words: ["aws", "apply"],
  reaches: "aws",
  summary: "Make topics, queues, dead-letter queues, queue policies and subscriptions as the registry says.",
  usage: ["", "Prints what it did. What the registry does not name is left alone.", NEEDS],
  options: {},
  async run(given, surroundings) {
    const wanted = await readWanted(given, surroundings);
    const plan = await askAws(planTopology(wanted));
    for (const { kind, name } of plan) if (kind === "topic") await askAws(makeTopic(wanted.topics, name));
    await askAws(provisionTopology(wanted));
    const left = await askAws(planTopology(wanted));
    printPlan(plan, given, surroundings.output);
    if (left.length === 0) return;
    throw new CommandFailure(
      `Still different: ${left.map(({ name }) => name).join(", ")}. Run it again, or look there.`,
    );
  },
};

type Wanted = { topics: TopicArns; subscriptions: QueueSubscription[]; subscribers: StoredSubscriber[] };

async function readWanted(given: Given, { env }: Surroundings): Promise<Wanted> {
  refuseWords(given);
  const { DATABASE_URL: url, INTERNAL_TOPIC_ARN: internal, EXTERNAL_TOPIC_ARN: external } = readSettings(env);
  if (url === undefined || internal === undefined || external === undefined) {
    throw new UsageError(
      "DATABASE_URL, INTERNAL_TOPIC_ARN and EXTERNAL_TOPIC_ARN must be set: the registry, and the names of the topics to be.",
    );
  }
  const db = connect({ url, name: "command line", max: 1 });
  try {
    const subscribers = await selectSubscribers(db);
    return { topics: { internal, external }, subscriptions: subscribers.flatMap(subscriptionsOf), subscribers };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new CommandFailure(`The registry cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  } finally {
    await db.$client.end({ timeout: 1 });
  }
}

/** The recorder's one queue is on both topics (decision 2). */
function subscriptionsOf({ id, layer, queueName, policy, policyScope }: StoredSubscriber): QueueSubscription[] {
  const own = { layer, queueName, policy, policyScope };
  return id === RECORDER ? [own, { ...own, layer: "external" }] : [own];
}

async function makeTopic({ internal, external }: TopicArns, name: string): Promise<void> {
  const wanted = [internal, external].find((arn) => arn.endsWith(`:${name}`));
  const made = await provisionTopic(name);
  if (made === wanted) return;
  throw new CommandFailure(
    `The topic that was made is ${made}, but ${wanted} was wanted. Set AWS_REGION and the credentials to the account of the ARN, or the ARN to what was made.`,
  );
}

async function askAws<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof CommandFailure) throw error;
    const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new CommandFailure(`AWS did not do it: ${said}. ${wayOutOf(said)}`);
  }
}

function wayOutOf(said: string): string {
  if (said.includes("Region is missing")) return "Set AWS_REGION to the region of the topics.";
  if (said.includes("Credentials")) {
    return "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE (an emulator takes any).";
  }
  return "The rights it needs: memberscope aws plan --iam.";
}

function printPlan(plan: readonly TopologyChange[], { json }: Given, output: Output): void {
  for (const change of plan) {
    if (json) {
      output.print(JSON.stringify(change));
      continue;
    }
    output.print(`${change.act === "create" ? "+" : "~"} ${change.kind} ${change.name}`);
    for (const { name, from, to } of change.changes) {
      if (from !== null) output.print(`    - ${name}: ${from}`);
      output.print(`    + ${name}: ${to}`);
    }
  }
  output.say(
    plan.length === 0 ? "Nothing differs." : `${plan.length} ${plan.length === 1 ? "difference" : "differences"}.`,
  );
}

function printIam({ topics, subscribers }: Wanted, { json }: Given, output: Output): void {
  const owners = subscribers.map(({ id, queueName, placement }) => ({
    id,
    queueName,
    isOwn: placement === "internal",
  }));
  for (const one of iamDocuments(topics, owners)) {
    const lines = json ? [JSON.stringify(one)] : [one.for, ...JSON.stringify(one.document, null, 2).split("\n"), ""];
    for (const line of lines) output.print(line);
  }
}
