import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { readEnv } from "../env.ts";
import { provisionTopology } from "../messaging/provision.ts";
import { type Queues, queueClients } from "../messaging/queues.ts";
import { type TopicArns, type Topics, topicClients } from "../messaging/topic-clients.ts";
import { registerSubscriber } from "../subscribers/register-subscriber.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { useMessaging } from "../testing/messaging.ts";
import { recordEvent } from "../testing/stored-events.ts";
import { drainQueue, makeWitnessedTopology } from "../testing/topology.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { type QueueFault, type SqsProxy, startSqsProxy } from "../testing/wire/sqs-proxy.ts";
import { runExternalPublisher } from "./external-publisher.ts";
import { runRecorder } from "./recorder.ts";
import { runSender } from "./sender.ts";
import { runWatch } from "./watch.ts";

const database = useDatabase();
const messaging = useMessaging();
const recorder = `${messaging.prefix}recorder`;
const publisher = `${messaging.prefix}external-publisher`;
/** Of a subscriber outside, which reads it; here nobody does. */
const points = `${messaging.prefix}points`;
let db: Db;
let proxy: SqsProxy;
let topics: Topics;
let queues: Queues;
let witness: string;
const stop = new AbortController();
let running: Promise<unknown>;

beforeAll(async () => {
  await insertTestCatalog(database.owner());
  db = connect({ url: database.url("worker"), name: "test", max: 12, plans: "generic" });
  const made = await makeWitnessedTopology(database.url(), messaging.prefix);
  witness = made.witness;
  await registerOutside(made.topics);
  proxy = await startSqsProxy(messaging.sqsEndpoint);
  process.env.AWS_ENDPOINT_URL_SQS = proxy.url;
  topics = topicClients(made.topics);
  queues = queueClients();
  Object.assign(process.env, {
    WORKER_DATABASE_URL: database.url("worker"),
    INTERNAL_TOPIC_ARN: made.topics.internal,
    EXTERNAL_TOPIC_ARN: made.topics.external,
  });
  const context = { env: readEnv("worker"), db, topics, queues, signal: stop.signal };
  running = Promise.all([runSender, runRecorder, runExternalPublisher, runWatch].map((run) => run(context)));
});
afterAll(async () => {
  stop.abort();
  await running;
  topics.close();
  queues.close();
  await proxy.stop();
  await db.$client.end();
});
beforeEach(async () => {
  proxy.fault = "forward";
  await waitUntil("all well", async () => (await database.owner()`select from event.outage`).length === 0);
});

async function registerOutside(topicArns: TopicArns): Promise<void> {
  const policy = { target: ["ALL", "points"] };
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  await registerSubscriber(owner, {
    ...{ id: "points", layer: "external", ownerDomain: "points", placement: "external", replayRule: "again" },
    ...{ description: { ko: "포인트", en: "Points" }, queueName: points, policy },
  });
  await owner.$client.end();
  await provisionTopology({ topics: topicArns, subscriptions: [{ layer: "external", queueName: points, policy }] });
}

async function isRecorded(ids: readonly string[], layer: 1 | 2): Promise<boolean> {
  const rows = await database.owner()`
    select from event.publication where event_id = any(${[...ids]}::uuid[]) and layer = ${layer}`;
  return rows.length === ids.length;
}

async function record(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push(await recordEvent(database.owner()));
  return ids;
}

async function makeSick(queue: string, fault: QueueFault): Promise<void> {
  Object.assign(proxy, { queue, fault });
  await waitUntil(`${queue} named`, async () => {
    const rows = await database.owner()`select from event.outage where part = ${`queue:${queue}`}`;
    return rows.length === 1;
  });
}

const setUnpublishedAfter = (seconds: number) =>
  database.owner()`update event.layer_control set unpublished_after = ${seconds} * interval '1 second'`;

/** Each was told once in both layers; where an answer was lost, one more copy is allowed. */
async function expectToldOnce(ids: readonly string[]): Promise<void> {
  const all = await drainQueue(queues, witness, ids.length * 2);
  const keys = all.map(({ message }) => `${message?.layer} ${message?.event.eventId}`);
  expect(new Set(keys)).toEqual(new Set(ids.flatMap((id) => [`internal ${id}`, `external ${id}`])));
  const lost = await database.owner()`
    select from event.attempt where event_id = any(${[...ids]}::uuid[]) and error is not null`;
  expect(keys.length).toBeLessThanOrEqual(ids.length * 2 + lost.length);
}

test("while the recorder's queue hangs, everything is sent once and nothing again; all is recorded when it answers", async () => {
  await makeSick(recorder, "hang");
  await setUnpublishedAfter(1);
  const ids = await record(15);
  // Their time comes again and again, and no try is counted.
  await waitUntil("all looked at again", async () => {
    const rows = await database.owner()`
      select from event.pending where event_id = any(${ids}::uuid[]) and next_at > stored_at + interval '4 seconds' and next_at < clock_timestamp() + interval '2 seconds'`;
    return rows.length === ids.length * 2;
  });
  await setUnpublishedAfter(300);
  await waitUntil("all left for later", async () => {
    const rows = await database.owner()`
      select from event.pending where event_id = any(${ids}::uuid[]) and next_at > clock_timestamp() + interval '1 minute'`;
    return rows.length === ids.length * 2;
  });
  proxy.fault = "forward";
  await waitUntil("all recorded", async () => (await isRecorded(ids, 1)) && (await isRecorded(ids, 2)));
  await expectToldOnce(ids);
});

test("while the external publisher's queue refuses, both layers go on: the sender tells the outside, and nobody again afterwards", async () => {
  await makeSick(publisher, "refuse");
  const ids = await record(15);
  await waitUntil("all recorded", async () => (await isRecorded(ids, 1)) && (await isRecorded(ids, 2)));
  const causes = await database.owner()`
    select distinct cause from event.attempt where event_id = any(${ids}::uuid[]) and layer = 2 and error is null`;
  expect(causes).toEqual([{ cause: "relay" }]);
  proxy.fault = "forward";
  await waitUntil("its messages taken", async () => (await queues.counts(publisher)).waiting === 0);
  await expectToldOnce(ids);
});

test.each<[string, QueueFault]>([
  ["hangs", "hang"],
  ["refuses", "refuse"],
  ["is broken", "break"],
])(
  "an outside subscriber's queue that %s is named alone; everybody else is told, recorded and measured as ever",
  async (_, fault) => {
    await makeSick(points, fault);
    const began = new Date();
    const ids = await record(15);
    await waitUntil("all recorded", async () => (await isRecorded(ids, 1)) && (await isRecorded(ids, 2)), 10_000);
    await waitUntil("the other queues measured", async () => {
      const rows = await database.owner()<{ queue: string }[]>`
      select queue_name as queue from event.queue_measure where measured_at > ${began}`;
      return [recorder, publisher].every((name) => rows.some(({ queue }) => queue === name));
    });
    expect(await database.owner()`select part from event.outage`).toEqual([{ part: `queue:${points}` }]);
    expect(await database.owner()`select from event.failing_message`).toHaveLength(0);
    await expectToldOnce(ids);
    proxy.fault = "forward";
    // SNS gave it its messages all the while: nobody has to send them again. What earlier tests told lies there, too.
    const told = (await drainQueue(queues, points, ids.length)).map(({ message }) => message?.event.eventId ?? "");
    expect(told.filter((id) => ids.includes(id)).toSorted()).toEqual(ids.toSorted());
  },
);

test.each<[string, QueueFault]>([
  ["gives messages twice", "duplicate"],
  ["gives the newest first", "reorder"],
  ["answers late", { delayMs: 300 }],
  ["loses half of what is to be deleted", "half"],
])("a queue that %s keeps nobody from being recorded once, and none fails", async (_, fault) => {
  Object.assign(proxy, { queue: recorder, fault });
  const ids = await record(12);
  await waitUntil("all recorded", async () => (await isRecorded(ids, 1)) && (await isRecorded(ids, 2)));
  const failing = await database.owner()`select from event.failing_message`;
  expect(failing).toHaveLength(0);
  await expectToldOnce(ids);
});

/** Until each of its four loops waits for an answer that will not come; gives the events that their last answers held. */
async function makeDeaf(queue: string): Promise<string[]> {
  await waitUntil("nothing in hand", async () => (await queues.counts(queue)).inFlight === 0);
  Object.assign(proxy, { queue, fault: "deaf", unheard: 0 });
  const ids: string[] = [];
  while (proxy.unheard < 4) {
    const { unheard } = proxy;
    ids.push(await recordEvent(database.owner()));
    await waitUntil("one more loop hangs", () => proxy.unheard > unheard);
  }
  return ids;
}

const isNamed = async (queue: string) =>
  (await database.owner()`select from event.outage where part = ${`queue:${queue}`}`).length === 1;

test("a queue whose receives alone hang is named within ten seconds, though its counts answer, and until it gives messages again", async () => {
  const before = await makeDeaf(publisher);
  const ids = [...before, ...(await record(15))];
  await waitUntil("named", () => isNamed(publisher), 10_000);
  await waitUntil("told outside by the sender", () => isRecorded(ids, 2), 10_000);
  expect(await database.owner()`select part, error from event.outage`).toEqual([
    { part: `queue:${publisher}`, error: expect.stringContaining("gives no message out") },
  ]);
  proxy.fault = "forward";
  await waitUntil("its messages taken", async () => (await queues.counts(publisher)).waiting === 0, 30_000);
  await waitUntil("named no more", async () => !(await isNamed(publisher)), 10_000);
  await expectToldOnce(ids);
});

test("a recorder's queue whose receives alone hang is named; nothing is sent again meanwhile, and all is recorded after it", async () => {
  const before = await makeDeaf(recorder);
  const ids = [...before, ...(await record(15))];
  await waitUntil("named", () => isNamed(recorder), 10_000);
  proxy.fault = "forward";
  await waitUntil("all recorded", async () => (await isRecorded(ids, 1)) && (await isRecorded(ids, 2)), 30_000);
  await expectToldOnce(ids);
});
