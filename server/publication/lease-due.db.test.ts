import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { recordEvent } from "../testing/stored-events.ts";
import { fromTheStart } from "./lease-due.ts";
import { sendDue } from "./send-due.ts";

const database = useDatabase();
let db: Db;
let sent: string[] = [];
const topics = {
  publishBatch: async (_layer: string, messages: readonly { eventId: string }[]) => {
    sent.push(...messages.map(({ eventId }) => eventId));
    return messages.map(() => ({ kind: "accepted" as const, messageId: "1" }));
  },
};

beforeAll(async () => {
  await insertTestCatalog(database.owner());
  db = connect({ url: database.url("worker"), name: "test", max: 4 });
});
afterAll(() => db.$client.end());
beforeEach(async () => {
  sent = [];
  await database.owner()`delete from event.pending`;
});

test("a stopped layer sends nothing until it is resumed", async () => {
  await recordEvent(database.owner());
  await database.owner()`update event.layer_control set stopped_at = now(), stopped_by = 'x', stop_reason = 'y', stop_scope = 'everything' where layer = 1`;
  expect(await sendDue(db, { topics, layer: "internal" })).toMatchObject({ sent: 0 });
  await database.owner()`update event.layer_control set stopped_at = null, stop_scope = null where layer = 1`;
  expect(await sendDue(db, { topics, layer: "internal" })).toMatchObject({ sent: 1 });
});

test("stopped jobs stop nothing else, and a stopped layer not the other", async () => {
  await recordEvent(database.owner());
  await database.owner()`update event.layer_control set stopped_at = now(), stop_scope = 'jobs' where layer = 1`;
  await database.owner()`update event.layer_control set stopped_at = now(), stop_scope = 'everything' where layer = 2`;
  expect(await sendDue(db, { topics, layer: "internal" })).toMatchObject({ sent: 1 });
  await database.owner()`update event.layer_control set stopped_at = null, stop_scope = null`;
});

test("events that fail again and again leave their place to fresh ones, and keep a share of their own", async () => {
  const sick: string[] = [];
  for (let n = 0; n < 20; n += 1) sick.push(await recordEvent(database.owner()));
  await database.owner()`
    update event.pending set attempts = 3, last_error = 'refused', next_at = clock_timestamp() where event_id = any(${sick}::uuid[]) and layer = 1`;
  for (let n = 0; n < 20; n += 1) await recordEvent(database.owner());
  await sendDue(db, { topics, layer: "internal", limit: 12 });
  expect([sent.filter((id) => !sick.includes(id)).length, sent.filter((id) => sick.includes(id)).length]).toEqual([
    12, 3,
  ]);
});

test("a long backlog is walked without stepping over what was sent, and a late commit before it is not missed", async () => {
  const ids: string[] = [];
  for (let n = 0; n < 6; n += 1) ids.push(await recordEvent(database.owner()));
  const first = await sendDue(db, { topics, layer: "internal", limit: 2 });
  expect(first.next.fresh).toBe(ids[1]);
  await database.owner()`
    update event.pending set attempts = 0, next_at = stored_at where event_id = ${ids[0] ?? ""} and layer = 1`;
  const second = await sendDue(db, { topics, layer: "internal", limit: 4, place: first.next });
  expect(second).toMatchObject({ sent: 4, next: { fresh: ids[5] } });
  const third = await sendDue(db, { topics, layer: "internal", limit: 4, place: second.next });
  expect([third.sent, third.next]).toEqual([0, fromTheStart]);
  expect(await sendDue(db, { topics, layer: "internal", limit: 4, place: third.next })).toMatchObject({ sent: 1 });
});
