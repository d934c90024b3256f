import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import { type Queues, queueClients, type ReceivedMessage } from "../../messaging/queues.ts";
import { type Topics, topicClients } from "../../messaging/topic-clients.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { useMessaging } from "../../testing/messaging.ts";
import { makeOrder, storeMany } from "../../testing/republish-jobs.ts";
import { drainQueue, makeWitnessedTopology } from "../../testing/topology.ts";
import { createJob } from "../order/create-job.ts";
import { freezeJobs } from "../order/freeze-jobs.ts";
import { findJob } from "../outcome/find-job.ts";
import { runJobs } from "./run-jobs.ts";

/** SINGLE_TARGET_MESSAGES=100000 tries as many as one selection takes. */
const MESSAGES = Number(process.env.SINGLE_TARGET_MESSAGES || 200);

/** As many take a quarter of an hour; each is sent twice. */
const TIME_LIMIT_MS = 120_000 + MESSAGES * 20;

const database = useDatabase();
const messaging = useMessaging();
let web: Db;
let worker: Db;
let admin: Actor;
let topics: Topics;
let queues: Queues;
let witness: string;

beforeAll(async () => {
  await insertTestCatalog(database.owner());
  web = connect({ url: database.url("web"), name: "test", max: 2, plans: "custom" });
  worker = connect({ url: database.url("worker"), name: "test", max: 4 });
  admin = await makeActor(database.owner(), "admin");
  const made = await makeWitnessedTopology(database.url(), messaging.prefix);
  witness = made.witness;
  topics = topicClients(made.topics);
  queues = queueClients();
});
afterAll(async () => {
  topics.close();
  queues.close();
  await Promise.all([web.$client.end(), worker.$client.end()]);
});

/** Sends these events by a job, and gives its id and what a queue on the topic got. */
async function send(eventIds: string[], target: string): Promise<{ jobId: string; messages: ReceivedMessage[] }> {
  const { jobId } = await createJob(web, admin, makeOrder({ selection: { eventIds }, target }));
  await freezeJobs(worker);
  // A large day's work needs a second person; that is another test's matter.
  await database.owner()`update republish.job set state = 'waiting' where id = ${jobId} and state = 'approval'`;
  while ((await findJob(web, jobId)).state !== "done") await runJobs(worker, { topics });
  return { jobId, messages: await drainQueue(queues, witness, MESSAGES) };
}

test(
  `each of ${MESSAGES} messages to one subscriber carries exactly that target, reaches it and the recorder alone, and differs from its copy to all in nothing else`,
  async () => {
    const ids = await storeMany(database.owner(), MESSAGES);
    const one = await send(ids, "external-publisher");
    expect(one.messages.map(({ message }) => message?.event.eventId).sort()).toEqual(ids);
    for (const { message } of one.messages) {
      expect(message).toMatchObject({ target: "external-publisher", replay: one.jobId, attempt: 1 });
    }
    const counts = new Map<string, number>();
    for (const { id } of await database.owner()<{ id: string }[]>`select id from event.subscriber where layer = 1`) {
      counts.set(id, (await queues.counts(`${messaging.prefix}${id}`)).waiting);
    }
    const reached = [...counts].filter(([, waiting]) => waiting > 0).sort();
    expect(counts.size).toBeGreaterThan(2);
    expect(reached).toEqual([
      ["external-publisher", MESSAGES],
      ["recorder", MESSAGES],
    ]);
    const all = await send(ids, "ALL");
    const texts = new Map(all.messages.map(({ message, body }) => [message?.event.eventId, { message, body }]));
    for (const { message, body } of one.messages) {
      const copy = texts.get(message?.event.eventId);
      expect(copy?.body).toBe(body);
      // Both are the first sending of their job, so that `attempt` is the same, too.
      const { target, replay } = message?.attributes ?? {};
      expect({ ...copy?.message?.attributes, target, replay }).toEqual(message?.attributes);
    }
  },
  TIME_LIMIT_MS,
);
