import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { queueClients } from "../messaging/queues.ts";
import { topicClients } from "../messaging/topic-clients.ts";
import type { Actor } from "../staff/actor.ts";
import { makeActor } from "../testing/actors.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { useMessaging } from "../testing/messaging.ts";
import { asReceived, makeDue, storeEvent } from "../testing/stored-events.ts";
import { makeTopology } from "../testing/topology.ts";
import { measureQueues } from "./measure-queues.ts";
import { noteAnswer, noteOutage } from "./note-outage.ts";
import { publicationStatus } from "./publication-status.ts";
import { recordPublication } from "./record-publication.ts";
import { selectIncident } from "./select-incident.ts";
import { selectLag } from "./select-lag.ts";
import { selectMissed } from "./select-missed.ts";
import { sendDue } from "./send-due.ts";
import { resumeLayer, stopLayer } from "./stop-layer.ts";

const database = useDatabase();
const messaging = useMessaging();
let web: Db;
let worker: Db;
let admin: Actor;

beforeAll(async () => {
  await insertTestCatalog(database.owner());
  web = connect({ url: database.url("web"), name: "test", max: 4 });
  worker = connect({ url: database.url("worker"), name: "test", max: 4 });
  admin = await makeActor(database.owner(), "admin");
});
afterAll(async () => {
  await Promise.all([web.$client.end(), worker.$client.end()]);
});

const layers = async () => (await publicationStatus(web, admin)).layers;

test("counts what waits, what is overdue, parked, recorded, missed and repaired, for each layer", async () => {
  const [fresh, late, parked, missed, repaired] = [
    await storeEvent(database.owner()),
    await storeEvent(database.owner()),
    await storeEvent(database.owner()),
    await storeEvent(database.owner()),
    await storeEvent(database.owner()),
  ];
  expect(fresh).toBeDefined();
  await database.owner()`update event.pending set stored_at = clock_timestamp() - interval '20 minutes' where event_id = ${late.eventId} and layer = 1`;
  await database.owner()`update event.pending set parked_at = now() where event_id = ${parked.eventId} and layer = 1`;
  await makeDue(database.owner(), [missed.eventId, repaired.eventId]);
  const accepting = {
    publishBatch: async (_layer: string, all: readonly unknown[]) =>
      all.map(() => ({ kind: "accepted" as const, messageId: "1" })),
  };
  expect(await sendDue(worker, { topics: accepting, layer: "internal" })).toMatchObject({ sent: 2 });
  await recordPublication(worker, [asReceived(repaired)]);

  const [internal, external] = await layers();
  expect(internal).toMatchObject({
    layer: "internal",
    waiting: 3,
    overdue: 1,
    parked: 1,
    missedInHour: 2,
    repairedInHour: 1,
    recordedInHour: 1,
    unpublishedAfterMs: 300_000,
    stopped: null,
  });
  expect(internal?.oldestWaitingMs).toBeGreaterThan(1_199_000);
  expect(internal?.lagP50Ms).toBeGreaterThan(0);
  expect(external).toMatchObject({
    layer: "external",
    waiting: 5,
    overdue: 0,
    parked: 0,
    recordedInHour: 0,
    lagP50Ms: null,
    lagP95Ms: null,
  });
});

test("waiting events are counted by age, and every number agrees with SQL on the store", async () => {
  for (const age of ["30 seconds", "2 minutes", "20 minutes", "2 hours"]) {
    const { eventId } = await storeEvent(database.owner());
    await database.owner()`
      update event.pending set stored_at = clock_timestamp() - ${age}::interval where event_id = ${eventId} and layer = 2`;
  }
  const [, external] = await layers();
  const [counted] = await database.owner()<{ waiting: number }[]>`
    select count(*)::int as waiting from event.pending where layer = 2 and parked_at is null`;
  expect(external?.waiting).toBe(counted?.waiting);
  expect(external?.waitingByAge.reduce((sum, count) => sum + count, 0)).toBe(counted?.waiting);
  expect(external?.waitingByAge.slice(1)).toEqual([1, 1, 1, 1]);
  const [internal] = await layers();
  const [lag] = await database.owner()<{ p99: number }[]>`
    select round(percentile_cont(0.99) within group (order by extract(epoch from p.published_at - e.stored_at)::float8 * 1000)) as p99
      from event.publication p join event.member_event e on e.id = p.event_id where p.layer = 1`;
  expect(internal?.lagP99Ms).toBe(lag?.p99);
});

test("queues are shown as a worker measured them, with what fails and what is handled a minute, and say when", async () => {
  const arns = await makeTopology(database.url(), messaging.prefix);
  const topics = topicClients(arns);
  await topics.publishOne("internal", await storeEvent(database.owner()));
  topics.close();
  const queues = queueClients();
  await measureQueues(worker, queues, []);
  queues.close();
  const recorder = `${messaging.prefix}recorder`;
  await database.owner()`
    insert into event.handled_minute values (${recorder}, date_trunc('minute', clock_timestamp()) - interval '2 minutes', 50, 1)`;
  const poison = await storeEvent(database.owner());
  await database.owner()`
    insert into event.failing_message (queue_name, message_id, event_id, error, tries, next_at)
    values (${recorder}, 'm-1', ${poison.eventId}, 'not JSON', 2, clock_timestamp() + interval '1 minute'), (${recorder}, 'm-2', null, 'not ours', 5, null)`;
  const status = await publicationStatus(web, admin);
  const bySubscriber = new Map(status.queues.map((queue) => [queue.subscriber, queue]));
  expect(bySubscriber.get("recorder")).toMatchObject({
    waiting: 1,
    inFlight: 0,
    deadLetters: 0,
    filledSince: expect.stringMatching(/Z$/),
    failing: 1,
    handledPerMinute: 10,
    measuredAt: status.lookedAt,
  });
  expect(bySubscriber.get("log-out-elsewhere")).toMatchObject({
    waiting: 0,
    filledSince: null,
    handledPerMinute: null,
  });
  expect(status.failing).toMatchObject([
    { subscriber: "recorder", eventId: poison.eventId, error: "not JSON", tries: 2, nextAt: expect.any(String) },
    { subscriber: "recorder", eventId: null, nextAt: null },
  ]);
});

test("a subscriber whose queue is not made yet hides no other queue", async () => {
  await database.owner()`
    insert into event.subscriber (id, layer, owner_domain, placement, description, queue_name, policy, replay_rule)
    values ('just-registered', 2, 'x', 'external', '{}', ${`${messaging.prefix}just-registered`}, '{}', 'unknown')`;
  const queues = queueClients();
  expect((await measureQueues(worker, queues, [])).faults.size).toBe(0);
  queues.close();
  const names = (await publicationStatus(web, admin)).queues.map(({ subscriber }) => subscriber);
  expect(names).toContain("recorder");
  expect(names).not.toContain("just-registered");
});

test("who does not answer is named since when, and no longer than a worker says so", async () => {
  await noteOutage(worker, "topic:external", "AuthorizationError: not allowed");
  await noteOutage(worker, "topic:external", "AuthorizationError: still not");
  const { outages } = await publicationStatus(web, admin);
  expect(outages).toMatchObject([{ part: "topic:external", error: "AuthorizationError: still not" }]);
  const agent = await makeActor(database.owner(), "agent");
  const { waiting } = (await layers()).reduce((sum, layer) => ({ waiting: sum.waiting + layer.waiting }), {
    waiting: 0,
  });
  expect(await selectIncident(web, agent)).toMatchObject({ away: ["topic:external"], stopped: [], waiting });
  await database.owner()`update event.outage set seen_at = clock_timestamp() - interval '31 seconds'`;
  expect((await publicationStatus(web, admin)).outages).toEqual([]);
  await noteAnswer(worker, "topic:external");
});

test("what the detector found is listed with its event and whether it is repaired, as many as the figure says", async () => {
  const { events } = await selectMissed(web, admin);
  const [internal] = await layers();
  const own = events.filter(({ layer }) => layer === "internal");
  expect(own).toHaveLength(internal?.missedInHour ?? -1);
  expect(own.filter(({ recordedAt }) => recordedAt !== null)).toHaveLength(internal?.repairedInHour ?? -1);
  expect(own[0]).toMatchObject({ action: "thing.changed", tries: 1, error: null });
});

test("lag is told by five minutes and layer, and counts what is recorded", async () => {
  const { points } = await selectLag(web, admin);
  expect(points).toHaveLength(24);
  const [counted] = await database.owner()`select count(*)::int as n from event.publication where layer = 1`;
  const internal = points.filter(({ layer }) => layer === "internal");
  expect(internal.reduce((sum, { recorded }) => sum + recorded, 0)).toBe(counted?.n);
  const measured = internal.find(({ recorded }) => recorded > 0);
  expect(measured?.p99Ms).toBeGreaterThanOrEqual(measured?.p50Ms ?? Infinity);
});

test("a layer is stopped with who and why, once, and resumed; each is on record", async () => {
  await stopLayer(web, admin, { layer: "external", reason: "their outage", scope: "everything" });
  const again = stopLayer(web, admin, { layer: "external", reason: "another reason", scope: "everything" });
  await expect(again).rejects.toMatchObject({ code: "conflict", field: "layer" });
  const [internal, external] = await layers();
  expect(internal?.stopped).toBeNull();
  expect(external?.stopped).toEqual({
    at: expect.stringMatching(/Z$/),
    by: admin.login,
    reason: "their outage",
    scope: "everything",
  });
  const agent = await makeActor(database.owner(), "agent");
  const told = await selectIncident(web, agent);
  expect(told.stopped).toEqual([{ ...external?.stopped, layer: "external", waiting: external?.waiting }]);
  await resumeLayer(web, admin, { layer: "external" });
  expect((await layers())[1]?.stopped).toBeNull();
  expect((await selectIncident(web, agent)).stopped).toEqual([]);
  const records =
    await database.owner()`select act from staff.access_record where account_id = ${admin.accountId} order by at`;
  expect(records.map(({ act }) => act)).toEqual(["publication.stop", "publication.resume"]);
});

test.each(["agent", "auditor"] as const)("refuses the %s", async (role) => {
  const actor = await makeActor(database.owner(), role);
  await expect(publicationStatus(web, actor)).rejects.toMatchObject({ code: "forbidden" });
  await expect(stopLayer(web, actor, { layer: "internal", reason: "because", scope: "jobs" })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(resumeLayer(web, actor, { layer: "internal" })).rejects.toMatchObject({ code: "forbidden" });
});
