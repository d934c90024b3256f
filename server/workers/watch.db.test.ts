import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import type { QueueCounts } from "../messaging/queues.ts";
import { useDatabase } from "../testing/database.ts";
import { waitUntil } from "../testing/wait-until.ts";
import type { LayerName } from "../vocabulary/member-event.ts";
import { runWatch } from "./watch.ts";
import { registerWorkerSubscribers } from "./worker-subscribers.ts";

const database = useDatabase();
let db: Db;
let stop = new AbortController();
let running: Promise<void> = Promise.resolve();

beforeAll(async () => {
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  await registerWorkerSubscribers(owner, "w-");
  await owner.$client.end();
  db = connect({ url: database.url("worker"), name: "test", max: 4 });
});
afterAll(() => db.$client.end());
afterEach(async () => {
  stop.abort();
  await running;
  await database.owner()`delete from event.queue_measure`;
  await database.owner()`delete from event.outage`;
});

const full: QueueCounts = { waiting: 3, inFlight: 1 };

function watch({
  counts = async () => full,
  probe = async () => null,
}: {
  counts?: (queueName: string, signal?: AbortSignal) => Promise<QueueCounts>;
  probe?: (layer: LayerName) => Promise<string | null>;
} = {}) {
  stop = new AbortController();
  running = runWatch({ env: { QUEUE_PREFIX: "w-" }, db, queues: { counts }, topics: { probe }, signal: stop.signal });
}

const outages = async () => {
  const rows = await database.owner()<
    { part: string; error: string }[]
  >`select part, error from event.outage order by part`;
  return [...rows];
};

test("writes down how full each queue and its dead letters are, and since when it has not been empty", async () => {
  watch();
  await waitUntil("a measure", async () => (await database.owner()`select from event.queue_measure`).length > 3);
  const [row] = await database.owner()`
    select waiting, in_flight, dead_letters, filled_since is not null as filled from event.queue_measure where queue_name = 'w-recorder'`;
  expect(row).toEqual({ waiting: 3, in_flight: 1, dead_letters: 4, filled: true });
  expect(await outages()).toEqual([]);
});

test("one queue that hangs is named within ten seconds, alone, and named no more when it answers", async () => {
  let hangs = true;
  const counts = (name: string, signal?: AbortSignal) =>
    hangs && name === "w-recorder"
      ? new Promise<QueueCounts>((_, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted"))))
      : Promise.resolve(full);
  watch({ counts });
  await waitUntil("the outage", async () => (await outages()).length > 0, 10_000);
  expect(await outages()).toEqual([{ part: "queue:w-recorder", error: "no answer within 2 s" }]);
  hangs = false;
  await waitUntil("its end", async () => (await outages()).length === 0);
});

test("SQS as a whole and a topic are named by their own names", async () => {
  watch({
    counts: () => Promise.reject(new Error("connect ECONNREFUSED")),
    probe: async (layer) => (layer === "external" ? "NotFound: Topic does not exist" : null),
  });
  await waitUntil("both outages", async () => (await outages()).length === 2, 10_000);
  expect((await outages()).map(({ part }) => part)).toEqual(["sqs", "topic:external"]);
});
