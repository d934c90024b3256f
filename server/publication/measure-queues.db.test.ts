import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import type { QueueCounts } from "../messaging/queues.ts";
import { externalPublisherEntry, recorderEntry } from "../subscribers/built-in-subscribers.ts";
import { registerSubscriber } from "../subscribers/register-subscriber.ts";
import { useDatabase } from "../testing/database.ts";
import { measureQueues } from "./measure-queues.ts";

const database = useDatabase();
const recorder = recorderEntry("m-");
const publisher = externalPublisherEntry("m-");
let db: Db;

beforeAll(async () => {
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  for (const one of [recorder, publisher]) await registerSubscriber(owner, one);
  await owner.$client.end();
  db = connect({ url: database.url("worker"), name: "test", max: 4 });
});
afterAll(() => db.$client.end());
beforeEach(async () => {
  for (const table of ["queue_measure", "handled_minute", "failing_message"]) {
    await database.owner().unsafe(`delete from event.${table}`);
  }
});

/** Looks at queues of which one holds so much; gives who is at fault. */
async function look(queueName: string, counts: QueueCounts, own = [recorder.queueName, publisher.queueName]) {
  const queues = { counts: async (name: string) => (name === queueName ? counts : { waiting: 0, inFlight: 0 }) };
  const { faults, answered } = await measureQueues(db, queues, own);
  for (const part of faults.keys()) expect(answered).not.toContain(part);
  return [...faults.keys()];
}

const passFiveSeconds = () =>
  database.owner()`
    update event.queue_measure
       set still_since = still_since - interval '5 seconds', measured_at = measured_at - interval '5 seconds'`;

const three: QueueCounts = { waiting: 3, inFlight: 0 };

test("a queue of ours in which messages wait and nothing moves is at fault, until something is received", async () => {
  const { queueName } = recorder;
  expect(await look(queueName, three)).toEqual([]);
  await passFiveSeconds();
  expect(await look(queueName, three)).toEqual([`queue:${queueName}`]);
  expect(await look(queueName, { waiting: 2, inFlight: 1 })).toEqual([]);
  expect(await look(queueName, three)).toEqual([]);
});

test("what failed and comes again later hides no queue that gives nothing out; what is in hand excuses it", async () => {
  const { queueName } = recorder;
  const one: QueueCounts = { waiting: 3, inFlight: 1 };
  await look(queueName, one);
  await passFiveSeconds();
  expect(await look(queueName, one)).toEqual([]);
  await database.owner()`
    insert into event.failing_message (queue_name, message_id, error, tries, next_at)
    values (${queueName}, 'm-1', 'not ours', 4, clock_timestamp() + interval '5 minutes')`;
  await look(queueName, one);
  await passFiveSeconds();
  expect(await look(queueName, one)).toEqual([`queue:${queueName}`]);
});

test.each<[string, { queueName?: string; own?: string[]; meanwhile: () => Promise<unknown> }]>([
  [
    "a message was handled or failed meanwhile",
    {
      meanwhile: () =>
        database.owner()`insert into event.handled_minute values (${recorder.queueName}, date_trunc('minute', clock_timestamp()), 0, 1)`,
    },
  ],
  [
    "no worker has looked for a while",
    {
      meanwhile: () => database.owner()`update event.queue_measure set measured_at = measured_at - interval '1 minute'`,
    },
  ],
  ["somebody else reads it", { own: [], meanwhile: async () => {} }],
])("nothing is said of a queue when %s", async (_, { own, meanwhile }) => {
  await look(recorder.queueName, three, own);
  await passFiveSeconds();
  await meanwhile();
  expect(await look(recorder.queueName, three, own)).toEqual([]);
});

test("the external publisher's queue may fill while its layer is stopped", async () => {
  const { queueName } = publisher;
  await database.owner()`update event.layer_control set stopped_at = now(), stop_scope = 'everything' where layer = 2`;
  await look(queueName, three);
  await passFiveSeconds();
  expect(await look(queueName, three)).toEqual([]);
  await database.owner()`update event.layer_control set stopped_at = null, stop_scope = null where layer = 2`;
  await look(queueName, three);
  await passFiveSeconds();
  expect(await look(queueName, three)).toEqual([`queue:${queueName}`]);
});
