import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { COPIES_A_KILL, republisherEnv } from "../../testing/kill-republish.ts";
import { useMessaging } from "../../testing/messaging.ts";
import { insertTestSubscribers, makeOrder, storeMany } from "../../testing/republish-jobs.ts";
import { type SnsStandIn, startSnsStandIn } from "../../testing/sns-stand-in.ts";
import { waitUntil } from "../../testing/wait-until.ts";
import { startWorkerProcess, type WorkerProcess } from "../../testing/worker-process.ts";
import { createJob } from "../order/create-job.ts";
import { findJob } from "../outcome/find-job.ts";

const EVENTS = 1000;

const database = useDatabase();
useMessaging();
let web: Db;
let admin: Actor;
let sns: SnsStandIn;
let workers: WorkerProcess[];
beforeAll(async () => {
  await insertTestSubscribers(database, "kill-");
  web = connect({ url: database.url("web"), name: "test", max: 2 });
  admin = await makeActor(database.owner(), "admin");
});
afterAll(() => web.$client.end());
beforeEach(async () => {
  workers = [];
  sns = await startSnsStandIn({ answersAfterMs: 5 });
});
afterEach(async () => {
  for (const { child } of workers) child.kill("SIGCONT");
  await Promise.all(workers.map((worker) => worker.kill()));
  // What a failed test leaves is not the next one's.
  await database.owner()`update republish.job set state = 'cancelled', lease_until = null where state <> 'done'`;
  await sns.stop();
});

async function startWorker(): Promise<WorkerProcess> {
  const env = republisherEnv({ workerUrl: database.url("worker"), snsUrl: sns.url });
  const worker = await startWorkerProcess(env, ["republisher"]);
  workers.push(worker);
  return worker;
}

async function orderSlowJob(): Promise<string> {
  const eventIds = await storeMany(database.owner(), EVENTS);
  const order = makeOrder({ selection: { eventIds }, target: "external-publisher", rate: 200 });
  return (await createJob(web, admin, order)).jobId;
}

const sentBeyond = (messages: number) => waitUntil("the job goes on", async () => sns.messages > messages, 60_000);

/** All went out, at most so many of them more than once, and the job's numbers say what happened. */
async function expectWhole(jobId: string, copies: number): Promise<void> {
  await waitUntil("the job is done", async () => (await findJob(web, jobId)).state === "done", 60_000);
  const { counts } = await findJob(web, jobId);
  expect(counts).toMatchObject({ sent: EVENTS, waiting: 0, sending: 0, failed: 0, unknown: 0 });
  expect(sns.seen.size).toBe(EVENTS);
  expect(sns.messages - EVENTS).toBeLessThanOrEqual(copies);
}

test("a worker stopped past its lease and continued finds its job taken over, and finishes nothing twice", async () => {
  const jobId = await orderSlowJob();
  const stopped = await startWorker();
  await sentBeyond(100);
  stopped.child.kill("SIGSTOP");
  await startWorker();
  // What the stopped one had on its way is in; what comes now is the other's.
  await waitUntil(
    "another has the job",
    async () => {
      const [job] = await database.owner()<{ fence: string }[]>`select fence from republish.job where id = ${jobId}`;
      return Number(job?.fence) > 1;
    },
    60_000,
  );
  await sentBeyond(sns.messages);
  stopped.child.kill("SIGCONT");
  await expectWhole(jobId, COPIES_A_KILL);
});

test("a worker that loses all its connections in the midst goes on by itself, and loses nothing", async () => {
  const jobId = await orderSlowJob();
  await startWorker();
  await sentBeyond(100);
  const [cut] = await database.owner()<{ n: number }[]>`
    select count(pg_terminate_backend(pid))::int as n from pg_stat_activity
     where datname = current_database() and application_name like 'memberscope worker%'`;
  expect(cut?.n).toBeGreaterThan(0);
  await sentBeyond(sns.messages + COPIES_A_KILL);
  await expectWhole(jobId, COPIES_A_KILL);
});
