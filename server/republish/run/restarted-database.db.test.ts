import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "../../db.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../embedded/postgres.ts";
import { migrate } from "../../migrate.ts";
import { connectAs, createLoginRoles } from "../../start/local/login-roles.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { COPIES_A_KILL, republisherEnv } from "../../testing/kill-republish.ts";
import { useMessaging } from "../../testing/messaging.ts";
import { makeOrder, storeMany } from "../../testing/republish-jobs.ts";
import { type SnsStandIn, startSnsStandIn } from "../../testing/sns-stand-in.ts";
import { waitUntil } from "../../testing/wait-until.ts";
import { startWorkerProcess, type WorkerProcess } from "../../testing/worker-process.ts";
import { registerWorkerSubscribers } from "../../workers/worker-subscribers.ts";
import { createJob } from "../order/create-job.ts";
import { findJob } from "../outcome/find-job.ts";

const EVENTS = 1000;

useMessaging();
/** A PostgreSQL of its own: the others' must not be restarted. */
let base: string;
let server: EmbeddedPostgres;
let sns: SnsStandIn;
let worker: WorkerProcess | undefined;

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), "memberscope-restart-"));
  // Run as root, the server has another account, which must be able to enter.
  chmodSync(base, 0o755);
  server = await startEmbeddedPostgres({ dir: join(base, "pg"), durable: true });
  await migrate({ url: server.url, searchHashKey: "tests only" });
  await createLoginRoles({ url: server.url, passwordOf: () => null });
  sns = await startSnsStandIn({ answersAfterMs: 5 });
});
afterAll(async () => {
  await worker?.kill();
  await Promise.all([sns.stop(), server.stop()]);
  rmSync(base, { recursive: true, force: true });
});

async function orderSlowJob(): Promise<string> {
  const owner = postgres(server.url, { max: 1, onnotice: () => {} });
  const db = connect({ url: server.url, name: "test", max: 2 });
  try {
    await insertTestCatalog(owner);
    await registerWorkerSubscribers(db, "restart-");
    const eventIds = await storeMany(owner, EVENTS);
    const order = makeOrder({ selection: { eventIds }, target: "external-publisher", rate: 200 });
    return (await createJob(db, await makeActor(owner, "admin"), order)).jobId;
  } finally {
    await Promise.all([owner.end(), db.$client.end()]);
  }
}

test("with PostgreSQL restarted in the midst a job goes on by itself: nothing is lost, and what is sent twice is a few lots", async () => {
  const jobId = await orderSlowJob();
  const workerUrl = connectAs(server.url, { role: "worker", password: null });
  worker = await startWorkerProcess(republisherEnv({ workerUrl, snsUrl: sns.url }), ["republisher"]);
  await waitUntil("the job runs", async () => sns.messages > 100, 60_000);
  await server.stop();
  const before = sns.messages;
  expect(before).toBeLessThan(EVENTS);
  server = await startEmbeddedPostgres({ dir: join(base, "pg"), durable: true, port: server.port });
  const db = connect({ url: server.url, name: "test", max: 1 });
  try {
    await waitUntil("the job is done", async () => (await findJob(db, jobId)).state === "done", 60_000);
    const { counts, planned } = await findJob(db, jobId);
    expect(planned).toBe(EVENTS);
    expect(counts).toMatchObject({ sent: EVENTS, waiting: 0, sending: 0, failed: 0, unknown: 0 });
    expect(sns.seen.size).toBe(EVENTS);
    expect(sns.messages - EVENTS).toBeLessThanOrEqual(COPIES_A_KILL);
  } finally {
    await db.$client.end();
  }
});
