import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import type { MemberscopeMessage } from "../messaging/message.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { asReceived, storeEvent } from "../testing/stored-events.ts";
import { recordPublication } from "./record-publication.ts";

const database = useDatabase();
let db: Db;
beforeAll(async () => {
  await insertTestCatalog(database.owner());
  db = connect({ url: database.url("worker"), name: "test", max: 8 });
});
afterAll(() => db.$client.end());

const publishedBy = async (messages: readonly MemberscopeMessage[]) =>
  (await recordPublication(db, messages)).published;

async function standing(eventId: string) {
  const published = await database.owner()<{ layer: number; at: string }[]>`
    select layer, published_at::text as at from event.publication where event_id = ${eventId} order by layer`;
  const pending = await database.owner()<{ layer: number }[]>`
    select layer from event.pending where event_id = ${eventId} order by layer`;
  return { published: [...published], waiting: pending.map(({ layer }) => layer) };
}

test("a message to everybody publishes its event in its layer, and it waits no more", async () => {
  const message = await storeEvent(database.owner());
  expect((await standing(message.eventId)).waiting).toEqual([1, 2]);
  expect(await publishedBy([asReceived(message)])).toBe(1);
  expect(await standing(message.eventId)).toEqual({ published: [{ layer: 1, at: expect.any(String) }], waiting: [2] });
});

test("the same message again changes nothing: the first time stands", async () => {
  const message = await storeEvent(database.owner());
  await recordPublication(db, [asReceived(message)]);
  const first = await standing(message.eventId);
  expect(await publishedBy([asReceived(message), asReceived(message, { replay: "detector" })])).toBe(0);
  expect(await standing(message.eventId)).toEqual(first);
});

test("a message to a single target never publishes", async () => {
  const message = await storeEvent(database.owner());
  expect(await publishedBy([asReceived(message, { target: "family-account" })])).toBe(0);
  expect(await standing(message.eventId)).toEqual({ published: [], waiting: [1, 2] });
});

test("the external message publishes the external layer alone", async () => {
  const message = await storeEvent(database.owner());
  await recordPublication(db, [asReceived(message, { layer: "external" })]);
  expect(await standing(message.eventId)).toEqual({ published: [{ layer: 2, at: expect.any(String) }], waiting: [1] });
});

test("an event nobody stored, and the external layer of an internal event, are not published", async () => {
  const message = await storeEvent(database.owner(), { action: "thing.seen" });
  const foreign = { ...message, body: message.body.replace(message.eventId, randomUUID()) };
  const { published, unstored } = await recordPublication(db, [
    asReceived(foreign),
    asReceived(message, { layer: "external" }),
  ]);
  expect({ published, unstored: unstored.size }).toEqual({ published: 0, unstored: 1 });
  expect(await standing(message.eventId)).toEqual({ published: [], waiting: [1] });
});

test("a message that tells of the event as another member's changes nothing", async () => {
  const message = await storeEvent(database.owner(), { memberId: "m-own" });
  const forged = { ...message, body: message.body.replace("m-own", "m-other") };
  expect(await publishedBy([asReceived(forged)])).toBe(0);
  expect(await standing(message.eventId)).toEqual({ published: [], waiting: [1, 2] });
});

test("a member whose id is written with quotes, braces and backslashes is told apart like any other", async () => {
  const message = await storeEvent(database.owner(), { memberId: String.raw`m-"1\",{}\'` });
  expect(await publishedBy([asReceived(await storeEvent(database.owner())), asReceived(message)])).toBe(2);
  expect((await standing(message.eventId)).waiting).toEqual([2]);
});

test("what waits though it is published waits no more, and the first time stands", async () => {
  const message = await storeEvent(database.owner());
  await recordPublication(db, [asReceived(message)]);
  const first = await standing(message.eventId);
  await database.owner()`
    insert into event.pending (event_id, member_id, layer, stored_at, next_at)
    select id, member_id, 1, stored_at, stored_at from event.member_event where id = ${message.eventId}`;
  expect(await publishedBy([asReceived(message)])).toBe(0);
  expect(await standing(message.eventId)).toEqual(first);
});

test("an imported event, which waits for nothing, is not for publication, whatever arrives", async () => {
  const message = await storeEvent(database.owner());
  await database.owner()`delete from event.pending where event_id = ${message.eventId}`;
  await database.owner()`update event.member_event set origin = 1 where id = ${message.eventId}`;
  expect(await publishedBy([asReceived(message)])).toBe(0);
});

test("an event that is parked or fell out of the waiting is published when its message comes after all", async () => {
  const [parked, lost] = [await storeEvent(database.owner()), await storeEvent(database.owner())];
  await database.owner()`update event.pending set parked_at = now() where event_id = ${parked.eventId}`;
  await database.owner()`delete from event.pending where event_id = ${lost.eventId}`;
  expect(await publishedBy([asReceived(parked), asReceived(lost)])).toBe(2);
});

test("a batch of duplicates, taken by eight recorders at once in different orders, publishes each event once", async () => {
  const messages: MemberscopeMessage[] = [];
  for (let n = 0; n < 20; n += 1) messages.push(asReceived(await storeEvent(database.owner())));
  const batches = Array.from({ length: 8 }, (_, n) => (n % 2 ? messages.toReversed() : [...messages, ...messages]));
  const counts = await Promise.all(batches.map((batch) => publishedBy(batch)));
  expect(counts.reduce((total, count) => total + count, 0)).toBe(20);
});
