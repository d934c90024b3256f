import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import type { OutgoingMessage } from "../messaging/message.ts";
import type { Actor } from "../staff/actor.ts";
import { makeActor } from "../testing/actors.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { storeEvent } from "../testing/stored-events.ts";
import { retryParked } from "./retry-parked.ts";
import { sendDue } from "./send-due.ts";

const database = useDatabase();
let web: Db;
let worker: Db;
let admin: Actor;

beforeAll(async () => {
  await insertTestCatalog(database.owner());
  web = connect({ url: database.url("web"), name: "test", max: 4 });
  worker = connect({ url: database.url("worker"), name: "test", max: 4 });
  admin = await makeActor(database.owner(), "admin");
});
afterAll(() => Promise.all([web.$client.end(), worker.$client.end()]));
beforeEach(() => database.owner()`delete from event.pending`);

/** Stores an event and parks it in a layer as after its tenth try. */
async function park(layer: 1 | 2): Promise<string> {
  const { eventId } = await storeEvent(database.owner());
  await database.owner()`
    update event.pending set parked_at = clock_timestamp(), attempts = 10, last_error = 'InvalidParameter'
     where event_id = ${eventId} and layer = ${layer}`;
  return eventId;
}

async function parkedOf(layer: 1 | 2): Promise<string[]> {
  const rows = await database.owner()<{ id: string }[]>`
    select event_id as id from event.pending where layer = ${layer} and parked_at is not null order by event_id`;
  return rows.map(({ id }) => id);
}

/** Everything that the sender takes now, and what it said of each. */
async function sentNow() {
  const sent: { eventId: string; layer: string; replay: string | undefined }[] = [];
  for (const layer of ["internal", "external"] as const)
    await sendDue(worker, {
      layer,
      topics: {
        async publishBatch(layer: string, messages: readonly OutgoingMessage[]) {
          for (const { eventId, attributes } of messages) {
            sent.push({ eventId, layer, replay: attributes.replay?.Value });
          }
          return messages.map(() => ({ kind: "accepted" as const, messageId: "1" }));
        },
      },
    });
  return sent;
}

test("parked events of the layer, and no others, are sent again at once as replays, with nine tries left", async () => {
  const internal = [await park(1), await park(1)];
  const external = await park(2);
  await storeEvent(database.owner());
  expect(await sentNow()).toEqual([]);
  expect(await retryParked(web, admin, { layer: "internal", reason: "the topic's policy was mended" })).toEqual({
    retried: 2,
  });
  expect(await parkedOf(1)).toEqual([]);
  expect(await parkedOf(2)).toEqual([external]);
  expect(await sentNow()).toEqual(
    internal.sort().map((eventId) => ({ eventId, layer: "internal", replay: "detector" })),
  );
  const rows = await database.owner()<{ id: string; attempts: number }[]>`
    select event_id as id, attempts from event.pending where layer = 1 and attempts > 0 order by event_id`;
  expect([...rows]).toEqual(internal.map((id) => ({ id, attempts: 2 })));
});

test("who, how many and why stand in the access records", async () => {
  await park(2);
  await retryParked(web, admin, { layer: "external", reason: "the partner is back" });
  const records = await database.owner()`
    select login, what, reason, result from staff.access_record where act = 'publication.retry-parked' and reason = 'the partner is back'`;
  expect(records).toEqual([
    { login: admin.login, what: { layer: "external", retried: 1 }, reason: "the partner is back", result: "done" },
  ]);
});

test("a stopped layer keeps them until it is resumed", async () => {
  const eventId = await park(1);
  await database.owner()`update event.layer_control set stopped_at = now(), stopped_by = 'x', stop_reason = 'y', stop_scope = 'everything' where layer = 1`;
  await retryParked(web, admin, { layer: "internal", reason: "the topic's policy was mended" });
  expect(await sentNow()).toEqual([]);
  await database.owner()`update event.layer_control set stopped_at = null, stopped_by = null, stop_reason = null, stop_scope = null where layer = 1`;
  expect(await sentNow()).toEqual([{ eventId, layer: "internal", replay: "detector" }]);
});

test("one that the recorder holds at this moment is left to it", async () => {
  const [held, free] = [await park(1), await park(1)];
  await database.owner().begin(async (tx) => {
    await tx`select from event.pending where event_id = ${held} for update`;
    expect(await retryParked(web, admin, { layer: "internal", reason: "the topic's policy was mended" })).toEqual({
      retried: 1,
    });
  });
  expect(await parkedOf(1)).toEqual([held]);
  expect((await sentNow()).map(({ eventId }) => eventId)).toEqual([free]);
});

test.each(["agent", "analyst", "auditor"] as const)("refuses the %s, and nothing is due", async (role) => {
  const eventId = await park(1);
  const actor = await makeActor(database.owner(), role);
  const order = { layer: "internal" as const, reason: "I would like to" };
  await expect(retryParked(web, actor, order)).rejects.toMatchObject({ code: "forbidden" });
  expect(await parkedOf(1)).toEqual([eventId]);
});
