import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { DETECTOR } from "../messaging/message.ts";
import { type Queues, queueClients, type ReceivedMessage } from "../messaging/queues.ts";
import { type Topics, topicClients } from "../messaging/topic-clients.ts";
import { noteAnswer, noteOutage } from "../publication/note-outage.ts";
import { sendDue } from "../publication/send-due.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { useMessaging } from "../testing/messaging.ts";
import { insertJob } from "../testing/republish-jobs.ts";
import { asReceived, storeEvent } from "../testing/stored-events.ts";
import { drainQueue, makeWitnessedTopology } from "../testing/topology.ts";
import { type SnsProxy, startSnsProxy } from "../testing/wire/sns-proxy.ts";
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
beforeEach(async () => {
  proxy.mode = "forward";
  await database.owner()`delete from event.pending`;
  await database.owner()`delete from event.outage`;
});

/** An internal message as the publisher's queue gives it. */
async function receive(
  given: { action?: string; note?: string; header?: Record<string, string> } = {},
): Promise<ReceivedMessage> {
  const stored = await storeEvent(database.owner(), given);
  const message = asReceived(stored, given.header);
  return { message, body: stored.body, receiptHandle: stored.eventId, messageId: stored.eventId, receiveCount: 1 };
}

/** The same of a job for this publisher alone, with the job's id. */
async function receiveOrdered(): Promise<[ReceivedMessage, string]> {
  const target = "external-publisher";
  const stored = await storeEvent(database.owner());
  const replay = await insertJob(database.owner(), [stored.eventId], { target });
  const message = asReceived(stored, { replay, attempt: "1", target });
  const { eventId } = stored;
  return [{ message, body: stored.body, receiptHandle: eventId, messageId: eventId, receiveCount: 1 }, replay];
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

test("a resend of the internal message tells once more only what was never told", async () => {
  const first = await receive({ header: { replay: DETECTOR, attempt: "2" } });
  expect(await publishExternal(db, { topics }, [first])).toEqual([first]);
  expect(await publishExternal(db, { topics }, [first])).toEqual([first]);
  const all = await drainQueue(queues, witness, 1);
  expect(all.map(({ message }) => message)).toMatchObject([{ layer: "external", replay: null, attempt: null }]);
});

test("a job for everybody on the internal layer is not told outside; one for this publisher alone is", async () => {
  const forAll = await receive({ header: { replay: randomUUID(), attempt: "1" } });
  expect(await publishExternal(db, { topics }, [forAll])).toEqual([forAll]);
  expect(await queues.counts(witness)).toEqual({ waiting: 0, inFlight: 0 });
  const [ordered, replay] = await receiveOrdered();
  await publishExternal(db, { topics }, [ordered]);
  const [one] = await drainQueue(queues, witness, 1);
  expect(one?.message).toMatchObject({ layer: "external", target: "ALL", replay });
});

test("a job that there is not has nothing told outside, and its message is named", async () => {
  const forged = await receive({ header: { replay: randomUUID(), attempt: "1", target: "external-publisher" } });
  const blamed: unknown[] = [];
  expect(await publishExternal(db, { topics }, [forged], (_, error) => void blamed.push(error))).toEqual([]);
  expect(blamed).toEqual([expect.stringContaining("No republish job ordered this")]);
  expect(await queues.counts(witness)).toEqual({ waiting: 0, inFlight: 0 });
});

test("what SNS does not take is the sender's from then on, at once, and holds up nothing else", async () => {
  const [good, bad, unreached] = [await receive(), await receive(), await receive()];
  const foreign: ReceivedMessage = {
    message: null,
    body: "hello",
    receiptHandle: "x",
    messageId: "x",
    receiveCount: 1,
  };
  proxy.mode = { failing: bad.receiptHandle };
  expect(await publishExternal(db, { topics }, [good, bad, foreign])).toEqual([good, bad]);
  proxy.mode = "throttle";
  expect(await publishExternal(db, { topics }, [unreached])).toEqual([unreached]);
  const waiting = await database.owner()`
    select event_id as id, attempts, next_at = stored_at as "isDue", last_error is not null as "saysWhy" from event.pending
     where layer = 2 and event_id = any(${[bad, unreached].map((one) => one.receiptHandle)}::uuid[]) order by event_id`;
  expect(waiting).toEqual([
    { id: bad.receiptHandle, attempts: 1, isDue: false, saysWhy: true },
    { id: unreached.receiptHandle, attempts: 0, isDue: true, saysWhy: true },
  ]);
  proxy.mode = "forward";
  expect(await sendDue(db, { topics, layer: "external" })).toMatchObject({ sent: 1 });
  expect(await publishExternal(db, { topics }, [unreached])).toEqual([unreached]);
  const told = await drainQueue(queues, witness, 2);
  expect(told.map(({ message }) => [message?.event.eventId, message?.replay])).toEqual([
    [good.receiptHandle, null],
    [unreached.receiptHandle, null],
  ]);
});

test("while its layer is stopped, or its topic is known to be away, nothing is told here and all is left to the sender", async () => {
  const [stopped, [ordered]] = [await receive(), await receiveOrdered()];
  await database.owner()`update event.layer_control set stopped_at = now(), stop_scope = 'everything' where layer = 2`;
  expect(await publishExternal(db, { topics }, [stopped, ordered])).toEqual([stopped]);
  expect(await sendDue(db, { topics, layer: "external" })).toMatchObject({ sent: 0 });
  await database.owner()`update event.layer_control set stopped_at = null, stop_scope = null where layer = 2`;
  await noteOutage(db, "topic:external", "AuthorizationError");
  const away = await receive();
  expect(await publishExternal(db, { topics }, [away])).toEqual([away]);
  expect(await queues.counts(witness)).toEqual({ waiting: 0, inFlight: 0 });
  await noteAnswer(db, "topic:external");
  expect(await sendDue(db, { topics, layer: "external" })).toMatchObject({ sent: 2 });
  const told = await drainQueue(queues, witness, 2);
  expect(told.map(({ message }) => message?.replay)).toEqual([null, null]);
});
