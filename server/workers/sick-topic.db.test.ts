import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { readEnv } from "../env.ts";
import { type Queues, queueClients } from "../messaging/queues.ts";
import { type Topics, topicClients } from "../messaging/topic-clients.ts";
import { selectOutages } from "../publication/select-outages.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { useMessaging } from "../testing/messaging.ts";
import { recordEvent } from "../testing/stored-events.ts";
import { drainQueue, makeWitnessedTopology } from "../testing/topology.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { type ProxyMode, type SnsProxy, startSnsProxy } from "../testing/wire/sns-proxy.ts";
import { runExternalPublisher } from "./external-publisher.ts";
import { runRecorder } from "./recorder.ts";
import { runSender } from "./sender.ts";

const database = useDatabase();
const messaging = useMessaging();
let db: Db;
let proxy: SnsProxy;
let topics: Topics;
let queues: Queues;
let witness: string;
let externalArn: string;
let internalArn: string;
const stop = new AbortController();
let running: Promise<unknown>;

beforeAll(async () => {
  await insertTestCatalog(database.owner());
  db = connect({ url: database.url("worker"), name: "test", max: 12, plans: "generic" });
  const made = await makeWitnessedTopology(database.url(), messaging.prefix);
  witness = made.witness;
  externalArn = made.topics.external;
  internalArn = made.topics.internal;
  proxy = await startSnsProxy(messaging.snsEndpoint);
  process.env.AWS_ENDPOINT_URL_SNS = proxy.url;
  topics = topicClients(made.topics);
  queues = queueClients();
  Object.assign(process.env, {
    WORKER_DATABASE_URL: database.url("worker"),
    INTERNAL_TOPIC_ARN: made.topics.internal,
    EXTERNAL_TOPIC_ARN: made.topics.external,
  });
  const context = { env: readEnv("worker"), db, topics, queues, signal: stop.signal };
  // Two of each at once: workers run in any number.
  const loops = [runSender, runSender, runRecorder, runRecorder, runExternalPublisher, runExternalPublisher];
  running = Promise.all(loops.map((run) => run(context)));
});
afterAll(async () => {
  stop.abort();
  await running;
  topics.close();
  queues.close();
  await proxy.stop();
  await db.$client.end();
});

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

test.each<[string, ProxyMode]>([
  ["refuses", "refuse"],
  ["takes them and cuts the line before its answer", "cut"],
  ["hangs", "hang"],
])(
  "an external topic that %s is named, holds up no internal event, and each is told once when it is over",
  async (_, mode) => {
    proxy.topic = externalArn;
    proxy.mode = mode;
    const old = await record(60);
    await waitUntil("the old ones recorded inside", () => isRecorded(old, 1));
    await waitUntil("the outage named", async () => {
      return (await database.owner()`select from event.outage where part = 'topic:external'`).length === 1;
    });
    // With all of these overdue outside, fresh ones go through inside.
    const fresh = await record(20);
    await waitUntil("the fresh ones recorded inside", () => isRecorded(fresh, 1));
    // (Where only the answer is cut, the topic has taken what it was given, and it may be recorded by now.)
    if (mode !== "cut") expect(await isRecorded(fresh, 2)).toBe(false);
    proxy.mode = "forward";
    // Where all answers were cut, nothing is left to send: the next event shows that it is over.
    const all = [...old, ...fresh, ...(await record(1))];
    await waitUntil("all recorded outside", () => isRecorded(all, 2));
    await waitUntil("the outage over", async () => {
      return (await selectOutages(db)).length === 0;
    });
    const told = (await drainQueue(queues, witness, all.length * 2)).filter(
      ({ message }) => message?.layer === "external",
    );
    const byEvent = new Map<string, number>();
    for (const { message } of told)
      byEvent.set(message?.event.eventId ?? "", (byEvent.get(message?.event.eventId ?? "") ?? 0) + 1);
    expect(byEvent.size).toBe(all.length);
    // One copy each; where an answer was lost, one more is allowed.
    const lost = await database.owner()`select from event.attempt where layer = 2 and error is not null`;
    expect(told.length).toBeLessThanOrEqual(all.length + lost.length);
    const dead = await Promise.all(
      ["recorder", "external-publisher"].map((name) => queues.counts(`${messaging.prefix}${name}-dlq`)),
    );
    expect(dead).toEqual([
      { waiting: 0, inFlight: 0 },
      { waiting: 0, inFlight: 0 },
    ]);
  },
);

test("while the internal topic refuses, the outside is told at once by the sender, and once", async () => {
  proxy.topic = internalArn;
  proxy.mode = "refuse";
  await record(1);
  await waitUntil("the outage named", async () => {
    return (await database.owner()`select from event.outage where part = 'topic:internal'`).length === 1;
  });
  const ids = await record(20);
  await waitUntil("all recorded outside", () => isRecorded(ids, 2));
  expect(await isRecorded(ids, 1)).toBe(false);
  proxy.mode = "forward";
  await waitUntil("all recorded inside", () => isRecorded(ids, 1));
  const told = await drainQueue(queues, witness, ids.length * 2);
  for (const id of ids) {
    const layers = told.flatMap(({ message }) => (message?.event.eventId === id ? message.layer : []));
    expect(layers.sort()).toEqual(["external", "internal"]);
  }
});
