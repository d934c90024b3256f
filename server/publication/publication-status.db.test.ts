import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { type Queues, queueClients } from "../messaging/queues.ts";
import { topicClients } from "../messaging/topic-clients.ts";
import type { Actor } from "../staff/actor.ts";
import { makeActor } from "../testing/actors.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { useMessaging } from "../testing/messaging.ts";
import { asReceived, makeDue, storeEvent } from "../testing/stored-events.ts";
import { makeTopology } from "../testing/topology.ts";
import { publicationStatus } from "./publication-status.ts";
import { recordPublication } from "./record-publication.ts";
import { sendDue } from "./send-due.ts";
import { resumeLayer, stopLayer } from "./stop-layer.ts";

const database = useDatabase();
const messaging = useMessaging();
let web: Db;
let worker: Db;
let admin: Actor;
let queues: Queues;

beforeAll(async () => {
  await insertTestCatalog(database.owner());
  web = connect({ url: database.url("web"), name: "test", max: 4 });
  worker = connect({ url: database.url("worker"), name: "test", max: 4 });
  admin = await makeActor(database.owner(), "admin");
  queues = queueClients();
});
afterAll(async () => {
  queues.close();
  await Promise.all([web.$client.end(), worker.$client.end()]);
});

const layers = async () => (await publicationStatus(web, admin, queues)).layers;

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

test("says how full the queues and dead-letter queues of everybody in the registry are", async () => {
  const made = await makeTopology(database.url(), messaging.prefix);
  const topics = topicClients(made);
  await topics.publishOne("internal", await storeEvent(database.owner()));
  topics.close();
  const { queues: counted } = await publicationStatus(web, admin, queues);
  const waiting = Object.fromEntries(
    (counted ?? []).map((one) => [one.subscriber, [one.waiting, one.inFlight, one.deadLetters]]),
  );
  const { recorder, "external-publisher": publisher, ...policies } = waiting;
  expect([recorder, publisher]).toEqual([
    [1, 0, 0],
    [1, 0, 0],
  ]);
  expect(policies["log-out-elsewhere"]).toEqual([0, 0, 0]);
});

test("a subscriber whose queue is not made yet hides no other queue", async () => {
  await database.owner()`
    insert into event.subscriber (id, layer, owner_domain, placement, description, queue_name, policy, replay_rule)
    values ('just-registered', 2, 'x', 'external', '{}', ${`${messaging.prefix}just-registered`}, '{}', 'unknown')`;
  const { queues: counted } = await publicationStatus(web, admin, queues);
  const names = (counted ?? []).map(({ subscriber }) => subscriber);
  expect(names).toContain("recorder");
  expect(names).not.toContain("just-registered");
});

test("does not wait for SQS: what the database knows is shown without it", async () => {
  const hanging = { counts: () => new Promise<never>(() => {}) };
  const failing = { counts: () => Promise.reject(new Error("away")) };
  for (const away of [hanging, failing]) {
    expect(await publicationStatus(web, admin, away)).toMatchObject({ queues: null, layers: [{}, {}] });
  }
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
  await resumeLayer(web, admin, { layer: "external" });
  expect((await layers())[1]?.stopped).toBeNull();
  const records =
    await database.owner()`select act from staff.access_record where account_id = ${admin.accountId} order by at`;
  expect(records.map(({ act }) => act)).toEqual(["publication.stop", "publication.resume"]);
});

test.each(["agent", "auditor"] as const)("refuses the %s", async (role) => {
  const actor = await makeActor(database.owner(), role);
  await expect(publicationStatus(web, actor, queues)).rejects.toMatchObject({ code: "forbidden" });
  await expect(stopLayer(web, actor, { layer: "internal", reason: "because", scope: "jobs" })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(resumeLayer(web, actor, { layer: "internal" })).rejects.toMatchObject({ code: "forbidden" });
});
