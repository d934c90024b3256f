import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { makeDue, recordEvent, storeEvent } from "../testing/stored-events.ts";
import { registerPublicationSubscribers } from "../workers/worker-subscribers.ts";
import { sendDue } from "./send-due.ts";

const database = useDatabase();
const recorder = "t-recorder";
let db: Db;
let sent: string[] = [];
const topics = {
  publishBatch: async (_layer: string, messages: readonly { eventId: string }[]) => {
    sent.push(...messages.map(({ eventId }) => eventId));
    return messages.map(() => ({ kind: "accepted" as const, messageId: "1" }));
  },
};
const send = () => sendDue(db, { topics, layer: "internal" });

beforeAll(async () => {
  await insertTestCatalog(database.owner());
  const registry = connect({ url: database.url(), name: "test", max: 1 });
  await registerPublicationSubscribers(registry, "t-");
  await registry.$client.end();
  db = connect({ url: database.url("worker"), name: "test", max: 2 });
});
afterAll(() => db.$client.end());
beforeEach(async () => {
  sent = [];
  for (const table of ["pending", "outage", "queue_measure", "handled_minute"]) {
    await database.owner()`delete from ${database.owner()(`event.${table}`)}`;
  }
});

async function waiting(eventId: string) {
  const [row] = await database.owner()<{ attempts: number; isParked: boolean; gapMs: number }[]>`
    select attempts, parked_at is not null as "isParked", (extract(epoch from next_at - clock_timestamp()) * 1000)::float8 as "gapMs"
      from event.pending where event_id = ${eventId} and layer = 1`;
  return row;
}

/** An event that was sent so often, and is due again. */
async function sentBefore(tries: number): Promise<string> {
  const { eventId } = await storeEvent(database.owner());
  await database.owner()`update event.pending set attempts = ${tries} where event_id = ${eventId} and layer = 1`;
  await makeDue(database.owner(), [eventId]);
  return eventId;
}

const measure = (depth: number) => database.owner()`
  insert into event.queue_measure (queue_name, waiting, in_flight, dead_letters) values (${recorder}, ${depth}, 0, 0)`;

test("what SNS has taken is not repeated while the recorder's queue is away: no try is counted, none is parked for it", async () => {
  await database.owner()`insert into event.outage (part, error) values (${`queue:${recorder}`}, 'no answer')`;
  const [fresh, published, often] = [await recordEvent(database.owner()), await sentBefore(0), await sentBefore(10)];
  expect(await send()).toMatchObject({ sent: 1, held: 2, parked: 0 });
  expect(sent).toEqual([fresh]);
  expect(await waiting(often)).toMatchObject({ attempts: 10, isParked: false });
  expect(await waiting(published)).toMatchObject({ attempts: 0 });
  expect((await waiting(published))?.gapMs).toBeGreaterThan(200_000);
  await database.owner()`delete from event.outage`;
  await makeDue(database.owner(), [published]);
  expect(await send()).toMatchObject({ sent: 1, held: 0 });
  expect(sent).toEqual([fresh, published]);
});

test("nothing is repeated while more lies in the recorder's queue than it handles in a minute; what SNS refused is", async () => {
  await measure(50);
  const [taken, refused] = [await sentBefore(1), await sentBefore(1)];
  await database.owner()`update event.pending set last_error = 'failed inside' where event_id = ${refused} and layer = 1`;
  expect(await send()).toMatchObject({ sent: 1, held: 1 });
  expect(sent).toEqual([refused]);
  await database.owner()`
    insert into event.handled_minute (queue_name, minute, handled, failed) values (${recorder}, date_trunc('minute', clock_timestamp()), 60, 0)`;
  await makeDue(database.owner(), [taken]);
  expect(await send()).toMatchObject({ sent: 1, held: 0 });
});

test("a few messages that the recorder has just got hold back nothing", async () => {
  await measure(20);
  const eventId = await sentBefore(1);
  expect(await send()).toMatchObject({ sent: 1, held: 0 });
  expect(sent).toEqual([eventId]);
});

test("an outage that another process has named is over when the sender gets an answer", async () => {
  await database.owner()`select event.note_topic_away(1::smallint, 'TimeoutError')`;
  await recordEvent(database.owner());
  expect(await send()).toMatchObject({ sent: 1, isNamedAway: true });
  await database.owner()`delete from event.outage`;
  await recordEvent(database.owner());
  expect(await send()).toMatchObject({ sent: 1, isNamedAway: false });
});
