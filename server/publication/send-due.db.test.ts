import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { provisionTopology } from "../messaging/provision.ts";
import { type Queues, queueClients, type ReceivedMessage } from "../messaging/queues.ts";
import { type Topics, topicClients } from "../messaging/topic-clients.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { useMessaging } from "../testing/messaging.ts";
import { makeDue, recordEvent, storeEvent } from "../testing/stored-events.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { type SnsProxy, startSnsProxy } from "../testing/wire/sns-proxy.ts";
import { recordPublication } from "./record-publication.ts";
import { sendDue } from "./send-due.ts";

const database = useDatabase();
const messaging = useMessaging();
const queueName = `${messaging.prefix}all`;
let db: Db;
let proxy: SnsProxy;
let topics: Topics;
let queues: Queues;

beforeAll(async () => {
  await insertTestCatalog(database.owner());
  db = connect({ url: database.url("worker"), name: "test", max: 8 });
  const subscriptions = (["internal", "external"] as const).map((layer) => ({ layer, queueName, policy: {} }));
  const arns = await provisionTopology({ prefix: messaging.prefix, subscriptions });
  proxy = await startSnsProxy(messaging.snsEndpoint);
  process.env.AWS_ENDPOINT_URL_SNS = proxy.url;
  topics = topicClients({ internal: arns.internalTopicArn, external: arns.externalTopicArn });
  queues = queueClients();
});
afterAll(async () => {
  topics.close();
  queues.close();
  await proxy.stop();
  await db.$client.end();
});
beforeEach(async () => {
  proxy.mode = "forward";
  await database.owner()`delete from event.pending`;
});

/** Everything in the queue now, and gone from it. */
async function received(count: number): Promise<ReceivedMessage[]> {
  const all: ReceivedMessage[] = [];
  await waitUntil(`${count} messages`, async () => {
    const { waiting } = await queues.counts(queueName);
    if (waiting === 0) return all.length >= count;
    const batch = await queues.receive(queueName, { visibilityS: 30, signal: AbortSignal.timeout(20_000) });
    await queues.remove(queueName, batch);
    all.push(...batch);
    return false;
  });
  return all;
}

async function waiting(eventId: string, layer = 1) {
  const [row] = await database.owner()<
    { attempts: number; lastError: string | null; isParked: boolean; gapMs: number; isAsStored: boolean }[]
  >`
    select attempts, last_error as "lastError", parked_at is not null as "isParked", next_at = stored_at as "isAsStored",
           (extract(epoch from next_at - clock_timestamp()) * 1000)::float8 as "gapMs"
      from event.pending where event_id = ${eventId} and layer = ${layer}`;
  return row;
}

async function tries(eventId: string) {
  const rows = await database.owner()<{ cause: string; error: string | null }[]>`
    select cause, error from event.attempt where event_id = ${eventId} order by at`;
  return [...rows];
}

test("what the SQL function stored is relayed once it is committed, as a first message", async () => {
  const eventId = await recordEvent(database.owner());
  expect(await sendDue(db, { topics, layer: "internal" })).toMatchObject({ sent: 1, fault: null });
  const [one] = await received(1);
  expect(one?.message).toMatchObject({
    event: { eventId },
    layer: "internal",
    target: "ALL",
    replay: null,
    attempt: null,
  });
  expect(await tries(eventId)).toEqual([{ cause: "relay", error: null }]);
});

test("a process that publishes itself gets its time: before it nothing is sent, after it the detector sends", async () => {
  const { eventId, body } = await storeEvent(database.owner(), { action: "thing.seen" });
  expect(await sendDue(db, { topics, layer: "internal" })).toMatchObject({ sent: 0 });
  await makeDue(database.owner(), [eventId]);
  expect(await sendDue(db, { topics, layer: "internal" })).toMatchObject({ sent: 1 });
  const [one] = await received(1);
  expect(one?.message).toMatchObject({ replay: "detector", attempt: 1, target: "ALL" });
  expect(one?.body).toBe(body);
  expect(await tries(eventId)).toEqual([{ cause: "detector", error: null }]);
});

test("what nobody has told outside is sent by the detector in its closed form, as the first message it is", async () => {
  const { eventId } = await storeEvent(database.owner(), { note: "secret" });
  await makeDue(database.owner(), [eventId], 2);
  await sendDue(db, { topics, layer: "external" });
  const [one] = await received(1);
  expect(one?.message).toMatchObject({ layer: "external", replay: null, attempt: null });
  expect(JSON.parse(one?.body ?? "")).toEqual({
    eventId,
    memberId: expect.any(String),
    action: "thing.changed",
    version: 1,
    changed: ["note"],
    occurredAt: expect.any(String),
  });
});

test("sending never publishes: only the recorder ends the waiting", async () => {
  const eventId = await recordEvent(database.owner());
  await sendDue(db, { topics, layer: "internal" });
  expect(await waiting(eventId)).toMatchObject({ attempts: 1, isParked: false });
  const [one] = await received(1);
  if (one?.message) await recordPublication(db, [one.message]);
  expect(await waiting(eventId)).toBeUndefined();
});

test("an event that commits after younger ones were sent is sent all the same", async () => {
  const late = connect({ url: database.url(), name: "late", max: 1 });
  const held = Promise.withResolvers<void>();
  const stored = Promise.withResolvers<string>();
  const transaction = late.$client.begin(async (tx) => {
    const [row] = await tx<{ id: string }[]>`select event.record_member_event('m-late', 'thing.changed', '{}') as id`;
    stored.resolve(row?.id ?? "");
    await held.promise;
  });
  const lateId = await stored.promise;
  const youngId = await recordEvent(database.owner());
  expect(lateId < youngId).toBe(true);
  expect(await sendDue(db, { topics, layer: "internal" })).toMatchObject({ sent: 1 });
  held.resolve();
  await transaction;
  await late.$client.end();
  expect(await sendDue(db, { topics, layer: "internal" })).toMatchObject({ sent: 1 });
  expect((await received(2)).map((one) => one.message?.event.eventId).sort()).toEqual([lateId, youngId]);
});

test("four senders at once send each event once", async () => {
  for (let n = 0; n < 40; n += 1) await recordEvent(database.owner());
  const results = await Promise.all(
    Array.from({ length: 4 }, () => sendDue(db, { topics, layer: "internal", limit: 15 })),
  );
  const rest = await sendDue(db, { topics, layer: "internal" });
  expect(results.reduce((total, { sent }) => total + sent, rest.sent)).toBe(40);
  const ids = (await received(40)).map((one) => one.message?.event.eventId);
  expect([ids.length, new Set(ids).size]).toEqual([40, 40]);
});

test("an event that somebody else holds at the moment is passed over, not waited for", async () => {
  const held = await recordEvent(database.owner());
  const free = await recordEvent(database.owner());
  const release = Promise.withResolvers<void>();
  const isHeld = Promise.withResolvers<void>();
  const holding = database.owner().begin(async (tx) => {
    await tx`select from event.pending where event_id = ${held} for update`;
    isHeld.resolve();
    await release.promise;
  });
  await isHeld.promise;
  const late = new Promise<"waited">((resolve) => setTimeout(() => resolve("waited"), 3000));
  const first = await Promise.race([sendDue(db, { topics, layer: "internal" }), late]);
  release.resolve();
  await holding;
  expect(first).toMatchObject({ sent: 1 });
  expect((await received(1)).map((one) => one.message?.event.eventId)).toEqual([free]);
  expect(await sendDue(db, { topics, layer: "internal" })).toMatchObject({ sent: 1 });
  await received(1);
});

test("gaps grow with each try: one, two, four thresholds, and twelve at most", async () => {
  const eventId = await recordEvent(database.owner());
  const gaps: number[] = [];
  for (let n = 0; n < 6; n += 1) {
    await makeDue(database.owner(), [eventId]);
    await sendDue(db, { topics, layer: "internal" });
    gaps.push(Math.round(((await waiting(eventId))?.gapMs ?? 0) / 300_000));
  }
  expect(gaps).toEqual([1, 2, 4, 8, 12, 12]);
  await received(6);
});

test("SNS away: nothing counts as tried, a relay stays a relay, and the loop is told to wait", async () => {
  const eventId = await recordEvent(database.owner());
  for (const mode of ["throttle", "break"] as const) {
    proxy.mode = mode;
    expect(await sendDue(db, { topics, layer: "internal" })).toMatchObject({
      sent: 0,
      refused: 0,
      fault: expect.any(String),
    });
    expect(await waiting(eventId)).toMatchObject({
      attempts: 0,
      isAsStored: true,
      lastError: expect.stringMatching(/Rate exceeded|broken/),
    });
  }
  expect(await tries(eventId)).toEqual([]);
  proxy.mode = "forward";
  await sendDue(db, { topics, layer: "internal" });
  expect((await received(1))[0]?.message?.replay).toBeNull();
});

test("an answer that is lost counts as a try: it may have been taken, and is sent again as a replay", async () => {
  const eventId = await recordEvent(database.owner());
  proxy.mode = "cut";
  expect(await sendDue(db, { topics, layer: "internal" })).toMatchObject({ sent: 0, fault: expect.any(String) });
  expect(await waiting(eventId)).toMatchObject({ attempts: 1 });
  proxy.mode = "forward";
  await makeDue(database.owner(), [eventId]);
  await sendDue(db, { topics, layer: "internal" });
  expect((await received(2)).map((one) => one.message?.replay)).toEqual([null, "detector"]);
});

test("three of ten entries failing in SNS holds up none of the others, and only these are sent again", async () => {
  const good = [];
  const bad = [];
  for (let n = 0; n < 7; n += 1) good.push(await recordEvent(database.owner(), { note: "good" }));
  for (let n = 0; n < 3; n += 1) bad.push(await recordEvent(database.owner(), { note: "poison" }));
  proxy.mode = { failing: "poison" };
  expect(await sendDue(db, { topics, layer: "internal" })).toMatchObject({ sent: 7, refused: 3, fault: null });
  expect((await received(7)).map((one) => one.message?.event.eventId).sort()).toEqual(good.sort());
  proxy.mode = "forward";
  await makeDue(database.owner(), bad);
  expect(await sendDue(db, { topics, layer: "internal" })).toMatchObject({ sent: 3 });
  expect((await received(3)).map((one) => one.message?.event.eventId).sort()).toEqual(bad.sort());
});

test("an event that SNS refuses is parked after its tenth try, with the reason, and sent no more", async () => {
  const eventId = await recordEvent(database.owner(), { note: "poison" });
  proxy.mode = { failing: "poison" };
  for (let n = 1; n <= 10; n += 1) {
    expect(await waiting(eventId)).toMatchObject({ attempts: n - 1, isParked: false });
    await makeDue(database.owner(), [eventId]);
    await sendDue(db, { topics, layer: "internal" });
  }
  expect(await waiting(eventId)).toMatchObject({
    attempts: 10,
    isParked: true,
    lastError: expect.stringMatching(/failed inside/),
  });
  await makeDue(database.owner(), [eventId]);
  expect(await sendDue(db, { topics, layer: "internal" })).toMatchObject({ sent: 0, refused: 0, parked: 0 });
});

test("an event that was sent ten times and never recorded is parked when it is due again", async () => {
  const eventId = await recordEvent(database.owner());
  await database.owner()`update event.pending set attempts = 10, next_at = clock_timestamp() where event_id = ${eventId} and layer = 1`;
  expect(await sendDue(db, { topics, layer: "internal" })).toMatchObject({ sent: 0, parked: 1 });
  expect(await waiting(eventId)).toMatchObject({ isParked: true, lastError: "sent 10 times, never recorded" });
});

test("an SNS that loses its answers for hours parks nothing: what waits is sent when it answers again", async () => {
  const eventId = await recordEvent(database.owner());
  const before = proxy.requests.length;
  proxy.mode = "cut";
  for (let n = 1; n <= 12; n += 1) {
    await makeDue(database.owner(), [eventId]);
    expect(await sendDue(db, { topics, layer: "internal" })).toMatchObject({ parked: 0, fault: expect.any(String) });
  }
  expect(await waiting(eventId)).toMatchObject({ attempts: 12, isParked: false });
  proxy.mode = "forward";
  await makeDue(database.owner(), [eventId]);
  expect(await sendDue(db, { topics, layer: "internal" })).toMatchObject({ sent: 1 });
  // On a busy machine a try may end before SNS is reached.
  await received(proxy.requests.length - before);
});

test("a sender killed after its lease leaves its events to the next one, as replays", async () => {
  const eventId = await recordEvent(database.owner());
  const dead = { publishBatch: () => new Promise<never>(() => {}) };
  void sendDue(db, { topics: dead, layer: "internal" });
  await waitUntil("the lease", async () => (await waiting(eventId))?.attempts === 1);
  expect(await sendDue(db, { topics, layer: "internal" })).toMatchObject({ sent: 0 });
  await makeDue(database.owner(), [eventId]);
  await sendDue(db, { topics, layer: "internal" });
  expect((await received(1))[0]?.message).toMatchObject({ replay: "detector", attempt: 2 });
});

test("a lost answer is asked again soon, not after the detector's five minutes", async () => {
  const eventId = await recordEvent(database.owner());
  proxy.mode = "cut";
  await sendDue(db, { topics, layer: "internal" });
  expect((await waiting(eventId))?.gapMs).toBeLessThanOrEqual(5000);
  proxy.mode = "forward";
  await received(1);
});
