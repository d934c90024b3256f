import { randomUUID } from "node:crypto";
import type { JSONValue } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import { provisionTopology, type QueueSubscription } from "../../messaging/provision.ts";
import { type Queues, queueClients } from "../../messaging/queues.ts";
import { type Topics, topicClients } from "../../messaging/topic-clients.ts";
import type { Actor } from "../../staff/actor.ts";
import { registerSubscriber } from "../../subscribers/register-subscriber.ts";
import { selectSubscribers } from "../../subscribers/select-subscribers.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { useMessaging } from "../../testing/messaging.ts";
import { storeEvent } from "../../testing/stored-events.ts";
import { drainQueue, makeTopology } from "../../testing/topology.ts";
import { ALL } from "../../vocabulary/choices/send-choices.ts";
import { createJob } from "../order/create-job.ts";
import { listItems } from "../outcome/list-items.ts";
import { runJobs } from "../run/run-jobs.ts";
import { listTargets } from "./list-targets.ts";

const database = useDatabase();
const messaging = useMessaging();
let owner: Db;
let web: Db;
let worker: Db;
let admin: Actor;
let topics: Topics;
let queues: Queues;
let eventId: string;

/** External subscribers by id; `target` is added where it is not said. */
const policies: Record<string, QueueSubscription["policy"]> = {
  "takes-it": { action: [{ prefix: "thing." }] },
  "drops-it": { action: [{ "anything-but": ["thing.changed"] }] },
  "for-all-only": { target: [ALL] },
  "for-anybody": { action: ["thing.changed"], target: [{ exists: true }] },
  "wants-first": { replay: [{ exists: false }] },
};
const bodyPolicy = { eventId: [{ exists: true }], action: ["thing.changed"] };

beforeAll(async () => {
  await insertTestCatalog(database.owner());
  owner = connect({ url: database.url(), name: "test", max: 2 });
  web = connect({ url: database.url("web"), name: "test", max: 2 });
  worker = connect({ url: database.url("worker"), name: "test", max: 2 });
  admin = await makeActor(database.owner(), "admin");
  const arns = await makeTopology(database.url(), messaging.prefix);
  for (const [id, policy] of Object.entries({ ...policies, "on-body": {} })) await register(id, policy);
  await database.owner()`
    update event.subscriber set policy_scope = 'MessageBody', policy = ${database.owner().json(bodyPolicy)} where id = 'on-body'`;
  const outside = (await selectSubscribers(owner, "external")).map((one) => ({ ...one, layer: "external" as const }));
  await provisionTopology({ topics: arns, subscriptions: outside });
  topics = topicClients(arns);
  queues = queueClients();
  eventId = (await storeEvent(database.owner())).eventId;
});
afterAll(async () => {
  topics.close();
  queues.close();
  await Promise.all([owner.$client.end(), web.$client.end(), worker.$client.end()]);
});

async function register(id: string, policy: QueueSubscription["policy"]): Promise<void> {
  const wanted = { target: [ALL, id], ...policy };
  await registerSubscriber(owner, {
    ...{ id, layer: "external", ownerDomain: "test", placement: "external", replayRule: "again" },
    description: { ko: id, en: id },
    queueName: messaging.prefix + id,
    policy: { target: [ALL, id] },
  });
  // What staff may register is wider than what a program may.
  await database.owner()`update event.subscriber set policy = ${database.owner().json(wanted as JSONValue)} where id = ${id}`;
}

test("whom each choice would reach is told by the policies as they are, of the message as it is sent", async () => {
  const { everybody, subscribers } = await listTargets(web, admin, { eventId, layer: "external" });
  expect(everybody).toEqual(["for-all-only", "for-anybody", "on-body", "takes-it"]);
  expect(Object.fromEntries(subscribers.map(({ id, reaches }) => [id, reaches]))).toEqual({
    "drops-it": ["for-anybody", "on-body"],
    "for-all-only": ["for-anybody", "on-body"],
    "for-anybody": ["for-anybody", "on-body"],
    "on-body": ["for-anybody", "on-body"],
    "takes-it": ["for-anybody", "on-body", "takes-it"],
    "wants-first": ["for-anybody", "on-body"],
  });
});

test.each([ALL, "takes-it", "drops-it"])("a job to %s reaches whom it said, and its page says so", async (target) => {
  const order = {
    idempotencyKey: randomUUID(),
    selection: { eventIds: [eventId] },
    layer: "external" as const,
    target,
    reason: "once more, please",
  };
  const { everybody, subscribers } = await listTargets(web, admin, { eventId, layer: "external" });
  const told = target === ALL ? everybody : subscribers.find(({ id }) => id === target)?.reaches;
  const { jobId } = await createJob(web, admin, order);
  await runJobs(worker, { topics });
  const got: string[] = [];
  for (const { id, queueName } of await selectSubscribers(web, "external")) {
    const expected = told?.includes(id) ? 1 : 0;
    const messages = await drainQueue(queues, queueName, expected);
    if (messages.length > 0) got.push(id);
  }
  expect(got).toEqual(told);
  expect((await listItems(web, admin, { jobId })).items).toMatchObject([{ eventId, reaches: told }]);
});

test("an event that cannot be sent there is refused like its order", async () => {
  const { eventId: inside } = await storeEvent(database.owner(), { action: "thing.seen" });
  await expect(listTargets(web, admin, { eventId: inside, layer: "external" })).rejects.toMatchObject({
    field: "layer",
  });
  await expect(listTargets(web, admin, { eventId: randomUUID(), layer: "internal" })).rejects.toMatchObject({
    code: "not-found",
    field: "eventId",
  });
});
