import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { readEnv } from "../env.ts";
import { provisionTopology } from "../messaging/provision.ts";
import { type Queues, queueClients } from "../messaging/queues.ts";
import { type Topics, topicClients } from "../messaging/topic-clients.ts";
import { consumeWithPolicy } from "../policies/consume-with-policy.ts";
import type { Policy } from "../policies/policy.ts";
import { policySubscriber } from "../policies/policy-subscriber.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { useMessaging } from "../testing/messaging.ts";
import { recordEvent } from "../testing/stored-events.ts";
import { makeTopology } from "../testing/topology.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { wireFirstLayer } from "../wiring.ts";
import { runRecorder } from "./recorder.ts";
import { runConsumer } from "./run-consumer.ts";
import { runSender } from "./sender.ts";

const database = useDatabase();
const messaging = useMessaging();
let db: Db;
let topics: Topics;
let queues: Queues;
const stop = new AbortController();
let running: Promise<unknown>;

/** Writes a row of its own for each event; the sick one first fails, each time. */
const writing = (id: string): Policy => ({
  id,
  actions: ["thing.changed"],
  replay: { rule: "again" },
  ownerDomain: "test",
  description: { ko: "시험", en: "test" },
  async handle(tx, { event }) {
    await tx.execute(sql`insert into effect values (${id}, ${event.eventId}::uuid)`);
    if (id === "sick" && isSick) throw new Error("its table is full");
    return "written";
  },
});
const [sick, well] = [writing("sick"), writing("well")];
let isSick = true;

beforeAll(async () => {
  const owner = database.owner();
  await insertTestCatalog(owner);
  await owner`create table effect (policy text, event_id uuid)`;
  await owner`grant insert on effect to memberscope_worker`;
  const made = await makeTopology(database.url(), messaging.prefix);
  const subscriptions = [sick, well].map((policy) => {
    const { queueName, policy: filter } = policySubscriber(policy, messaging.prefix);
    return { layer: "internal" as const, queueName, policy: filter };
  });
  await provisionTopology({ topics: made, subscriptions });
  db = connect({ url: database.url("worker"), name: "test", max: 12, plans: "generic" });
  topics = topicClients(made);
  queues = queueClients();
  Object.assign(process.env, {
    WORKER_DATABASE_URL: database.url("worker"),
    INTERNAL_TOPIC_ARN: made.internal,
    EXTERNAL_TOPIC_ARN: made.external,
  });
  const context = { env: readEnv("worker"), db, topics, queues, signal: stop.signal };
  const layer = wireFirstLayer(async () => {});
  const policies = [sick, well].map((policy) =>
    runConsumer(context, {
      queueName: policySubscriber(policy, messaging.prefix).queueName,
      loops: 2,
      handle: (received, blame) => consumeWithPolicy({ db, layer, policy }, received, blame),
    }),
  );
  running = Promise.all([runSender(context), runRecorder(context), ...policies]);
});
afterAll(async () => {
  stop.abort();
  await running;
  topics.close();
  queues.close();
  await db.$client.end();
});

const countOf = async (policy: string) => {
  const [row] = await database.owner()<{ n: number }[]>`select count(*)::int as n from effect where policy = ${policy}`;
  return row?.n ?? 0;
};

const failing = () => database.owner()`
  select event_id as id, queue_name as queue, error, next_at > clock_timestamp() - interval '5 seconds' as "comesAgain"
    from event.failing_message order by event_id`;

test("a policy that fails every message keeps no other from its own, is shown from the first failure, and catches up once it is cured", async () => {
  const ids: string[] = [];
  for (let n = 0; n < 12; n += 1) ids.push(await recordEvent(database.owner()));
  await waitUntil("the well one done", async () => (await countOf("well")) === ids.length);
  await waitUntil("each failure shown", async () => (await failing()).length === ids.length);
  const queue = policySubscriber(sick, messaging.prefix).queueName;
  expect(await failing()).toEqual(
    ids.toSorted().map((id) => ({ id, queue, error: "its table is full", comesAgain: true })),
  );
  expect(await countOf("sick")).toBe(0);
  isSick = false;
  await waitUntil("the sick one done", async () => (await countOf("sick")) === ids.length);
  await waitUntil("no failure left", async () => (await failing()).length === 0);
  expect(await countOf("well")).toBe(ids.length);
});
