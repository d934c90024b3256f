import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import type { ReceivedMessage } from "../messaging/queues.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { asReceived, storeEvent } from "../testing/stored-events.ts";
import { noteHandled } from "./note-handled.ts";

const database = useDatabase();
let db: Db;

beforeAll(async () => {
  await insertTestCatalog(database.owner());
  db = connect({ url: database.url("worker"), name: "test", max: 4 });
});
afterAll(() => db.$client.end());

async function failing(queueName: string) {
  const rows = await database.owner()`
    select message_id as id, event_id as "eventId", error, tries, (extract(epoch from next_at - clock_timestamp()))::float8 as "againInS"
      from event.failing_message where queue_name = ${queueName} order by message_id`;
  return [...rows];
}

async function receive(receiveCount: number, messageId = "m-1"): Promise<ReceivedMessage> {
  const stored = await storeEvent(database.owner());
  return { message: asReceived(stored), body: stored.body, receiptHandle: messageId, messageId, receiveCount };
}

test("a failing message stands there from its first failure, with event, error, tries and when next, until it is handled", async () => {
  const received = await receive(1);
  const eventId = received.message?.event.eventId;
  await noteHandled(db, "q-poison", { done: [], failures: [{ received, error: "not JSON", againInS: 2 }] });
  expect(await failing("q-poison")).toMatchObject([{ id: "m-1", eventId, error: "not JSON", tries: 1 }]);
  const second = { ...received, receiveCount: 2 };
  await noteHandled(db, "q-poison", { done: [], failures: [{ received: second, error: "no member", againInS: 60 }] });
  const [again] = await failing("q-poison");
  expect(again).toMatchObject({ error: "no member", tries: 2 });
  expect(again?.againInS).toBeGreaterThan(50);
  await noteHandled(db, "q-poison", { done: [{ ...received, receiveCount: 3 }], failures: [] });
  expect(await failing("q-poison")).toEqual([]);
});

test("a dead one has no next try, and a text that is none of ours no event", async () => {
  const received: ReceivedMessage = {
    message: null,
    body: "hello",
    receiptHandle: "x",
    messageId: "x",
    receiveCount: 5,
  };
  await noteHandled(db, "q-dead", { done: [], failures: [{ received, error: "not ours", againInS: null }] });
  expect(await failing("q-dead")).toEqual([{ id: "x", eventId: null, error: "not ours", tries: 5, againInS: null }]);
});

test("what is handled and what fails is counted by the minute, by any number of workers at once", async () => {
  const [done, failed] = [await receive(1, "a"), await receive(1, "b")];
  const outcome = { done: [done, done], failures: [{ received: failed, error: "x", againInS: 1 }] };
  await Promise.all(Array.from({ length: 8 }, () => noteHandled(db, "q-count", outcome)));
  const [sum] = await database.owner()`
    select sum(handled)::int as handled, sum(failed)::int as failed from event.handled_minute where queue_name = 'q-count'`;
  expect(sum).toEqual({ handled: 16, failed: 8 });
});
