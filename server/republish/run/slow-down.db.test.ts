import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { insertTestSubscribers, makeOrder, storeMany } from "../../testing/republish-jobs.ts";
import { storeEvent } from "../../testing/stored-events.ts";
import { createJob } from "../order/create-job.ts";
import { findJob } from "../outcome/find-job.ts";
import { leaseJob } from "./lease-job.ts";
import { slowDownJobs } from "./slow-down.ts";

const database = useDatabase();
let web: Db;
let worker: Db;
let admin: Actor;
let jobId: string;
let waiting: Record<string, number>;
const queues = { counts: async (name: string) => ({ waiting: waiting[name] ?? 0, inFlight: 0 }) };
const memory = new Map<string, number>();
const look = () => slowDownJobs(worker, { queues, memory });
const job = () => findJob(web, jobId);

beforeAll(async () => {
  await insertTestSubscribers(database);
  web = connect({ url: database.url("web"), name: "test", max: 2 });
  worker = connect({ url: database.url("worker"), name: "test", max: 2 });
  admin = await makeActor(database.owner(), "admin");
});
afterAll(() => Promise.all([web.$client.end(), worker.$client.end()]));
beforeEach(async () => {
  waiting = {};
  memory.clear();
  await database.owner()`update republish.job set state = 'cancelled', lease_until = null`;
  await database.owner()`delete from event.pending`;
  const eventIds = await storeMany(database.owner(), 3);
  jobId = (await createJob(web, admin, makeOrder({ selection: { eventIds }, target: "external-publisher", rate: 100 })))
    .jobId;
  await leaseJob(worker);
});

test("a job goes at its rate while nothing suffers", async () => {
  await look();
  expect(await job()).toMatchObject({ slowedTo: null, slowedBecause: null });
});

test("gives way while live events are recorded late, and grows again after that", async () => {
  for (let n = 0; n < 12; n += 1) await storeEvent(database.owner());
  await database.owner()`update event.pending set stored_at = stored_at - interval '10 seconds'`;
  await look();
  await look();
  expect(await job()).toMatchObject({ slowedTo: 25, slowedBecause: "live lag" });
  await database.owner()`delete from event.pending`;
  await look();
  expect(await job()).toMatchObject({ slowedTo: 32, slowedBecause: "live lag" });
  for (let n = 0; n < 8; n += 1) await look();
  expect(await job()).toMatchObject({ slowedTo: null, slowedBecause: null, rate: 100 });
});

test("gives way to a receiver's full queue, and to its dead letters once they rise", async () => {
  waiting["test-external-publisher"] = 3001;
  await look();
  expect(await job()).toMatchObject({ slowedTo: 50, slowedBecause: "queue" });
  waiting = { "test-external-publisher-dlq": 400 };
  memory.clear();
  await look();
  expect(await job()).toMatchObject({ slowedTo: 63 });
  waiting["test-external-publisher-dlq"] = 411;
  await look();
  expect(await job()).toMatchObject({ slowedTo: 31, slowedBecause: "dead letters" });
});

test("what cannot be asked slows nothing down", async () => {
  const away = { counts: () => Promise.reject(new Error("no such queue")) };
  await slowDownJobs(worker, { queues: away, memory });
  expect(await job()).toMatchObject({ slowedTo: null });
});
