import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { DETECTOR } from "../messaging/message.ts";
import { type Queues, queueClients, type ReceivedMessage } from "../messaging/queues.ts";
import { type Topics, topicClients } from "../messaging/topic-clients.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { useMessaging } from "../testing/messaging.ts";
import { type SnsProxy, startSnsProxy } from "../testing/sns-proxy.ts";
import { asReceived, storeEvent } from "../testing/stored-events.ts";
import { drainQueue, makeWitnessedTopology } from "../testing/topology.ts";
import { publishExternal } from "./publish-external.ts";

const database = useDatabase();
const messaging = useMessaging();
let db: Db;
let proxy: SnsProxy;
let topics: Topics;
let queues: Queues;
let witness: string;

beforeAll(async () => {
  await insertTestCatalog(database.owner());
  db = connect({ url: database.url("worker"), name: "test", max: 4 });
  const made = await makeWitnessedTopology(database.url(), messaging.prefix);
  witness = made.witness;
  proxy = await startSnsProxy(messaging.snsEndpoint);
  process.env.AWS_ENDPOINT_URL_SNS = proxy.url;
  topics = topicClients(made.topics);
  queues = queueClients();
});
afterAll(async () => {
  topics.close();
  queues.close();
  await Promise.all([proxy.stop(), db.$client.end()]);
});
beforeEach(() => {
  proxy.mode = "forward";
});

/** An internal message as the publisher's queue gives it. */
async function receive(
  given: { action?: string; note?: string; header?: Record<string, string> } = {},
): Promise<ReceivedMessage> {
  const stored = await storeEvent(database.owner(), given);
  const message = asReceived(stored, given.header);
  return { message, body: stored.body, receiptHandle: stored.eventId, receiveCount: 1 };
}

test("an external event is told in its closed form: names of what changed, no values, no context", async () => {
  const received = await receive({ note: "secret" });
  expect(await publishExternal(db, { topics }, [received])).toEqual([received]);
  const [one] = await drainQueue(queues, witness, 1);
  expect(JSON.parse(one?.body ?? "")).toEqual({
    eventId: received.receiptHandle,
    memberId: expect.any(String),
    action: "thing.changed",
    version: 1,
    changed: ["note"],
    occurredAt: expect.stringMatching(/Z$/),
  });
  expect(one?.message).toMatchObject({ layer: "external", target: "ALL", replay: null, attempt: null });
  expect(one?.message?.attributes.changed).toEqual({ Type: "String.Array", Value: '["note"]' });
});

test("an event that the catalog does not call external is done without a word outside", async () => {
  const received = await receive({ action: "thing.seen" });
  expect(await publishExternal(db, { topics }, [received])).toEqual([received]);
  expect(await queues.counts(witness)).toEqual({ waiting: 0, inFlight: 0 });
});

test("the detector's resend is told as a resend", async () => {
  await publishExternal(db, { topics }, [await receive({ header: { replay: DETECTOR, attempt: "2" } })]);
  const [one] = await drainQueue(queues, witness, 1);
  expect(one?.message).toMatchObject({ layer: "external", replay: DETECTOR, attempt: 2 });
});

test("a job for everybody on the internal layer is not told outside; one for this publisher alone is", async () => {
  const replay = randomUUID();
  const forAll = await receive({ header: { replay, attempt: "1" } });
  expect(await publishExternal(db, { topics }, [forAll])).toEqual([forAll]);
  expect(await queues.counts(witness)).toEqual({ waiting: 0, inFlight: 0 });
  await publishExternal(db, { topics }, [
    await receive({ header: { replay, attempt: "1", target: "external-publisher" } }),
  ]);
  const [one] = await drainQueue(queues, witness, 1);
  expect(one?.message).toMatchObject({ layer: "external", target: "ALL", replay });
});

test("what SNS does not take is not done, and holds up nothing else", async () => {
  const [good, bad] = [await receive({ header: {} }), await receive()];
  const foreign: ReceivedMessage = { message: null, body: "hello", receiptHandle: "x", receiveCount: 1 };
  proxy.mode = { failing: bad.receiptHandle };
  expect(await publishExternal(db, { topics }, [good, bad, foreign])).toEqual([good]);
  proxy.mode = "throttle";
  expect(await publishExternal(db, { topics }, [bad])).toEqual([]);
  await drainQueue(queues, witness, 1);
});
