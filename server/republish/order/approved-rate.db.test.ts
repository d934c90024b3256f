import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { type HeldLock, holdLock } from "../../testing/locks/hold-lock.ts";
import { insertTestSubscribers, makeOrder, storeMany } from "../../testing/republish-jobs.ts";
import { findJob } from "../outcome/find-job.ts";
import { approveJob } from "./approve-job.ts";
import { changeRate, pauseJob, resumeJob } from "./control-job.ts";
import { createJob } from "./create-job.ts";

const database = useDatabase();
let web: Db;
let admin: Actor;
let other: Actor;

beforeAll(async () => {
  await insertTestSubscribers(database);
  web = connect({ url: database.url("web"), name: "test", max: 4, plans: "custom" });
});
afterAll(() => web.$client.end());
beforeEach(async () => {
  admin = await makeActor(database.owner(), "admin");
  other = await makeActor(database.owner(), "admin");
});

/** A job of ten events a second that waits for an approval. */
async function orderForApproval(): Promise<string> {
  const eventIds = await storeMany(database.owner(), 3);
  const { jobId } = await createJob(web, admin, makeOrder({ selection: { eventIds }, rate: 10 }));
  await database.owner()`update republish.job set state = 'approval' where id = ${jobId}`;
  return jobId;
}

/** Asks for a higher rate while somebody else has the job in hand, who then does a last thing with it. */
async function raiseWhileHeld(jobId: string, last: Parameters<HeldLock["release"]>[0]): Promise<"done" | "refused"> {
  const lock = await holdLock(database.owner(), (tx) => tx`select from republish.job where id = ${jobId} for update`);
  const raised = changeRate(web, admin, { jobId, rate: 10_000 }).then(
    () => "done" as const,
    () => "refused" as const,
  );
  await lock.waiters(1);
  await lock.release(last);
  return raised;
}

test("a paused job whose approval a higher rate voids waits for another one, and nobody lets it go on before", async () => {
  const jobId = await orderForApproval();
  await approveJob(web, other, { jobId });
  await pauseJob(web, admin, { jobId });
  await changeRate(web, admin, { jobId, rate: 10_000 });
  expect(await findJob(web, jobId)).toMatchObject({ state: "approval", approval: null, pausedBecause: null });
  await expect(resumeJob(web, admin, { jobId })).rejects.toMatchObject({ code: "conflict" });
  await approveJob(web, other, { jobId });
  expect(await findJob(web, jobId)).toMatchObject({ state: "waiting", rate: 10_000, approval: { by: other.login } });
});

test("a paused job that nobody had to approve becomes faster and stays paused", async () => {
  const eventIds = await storeMany(database.owner(), 3);
  const { jobId } = await createJob(web, admin, makeOrder({ selection: { eventIds }, rate: 10 }));
  await pauseJob(web, admin, { jobId });
  await changeRate(web, admin, { jobId, rate: 10_000 });
  expect(await findJob(web, jobId)).toMatchObject({ state: "paused", pausedBecause: "staff", rate: 10_000 });
});

test("an approved job that begins at the moment of a higher rate becomes no faster", async () => {
  const jobId = await orderForApproval();
  await approveJob(web, other, { jobId });
  const end = await raiseWhileHeld(
    jobId,
    (tx) => tx`update republish.job set state = 'running', started_at = clock_timestamp() where id = ${jobId}`,
  );
  expect(end).toBe("refused");
  expect(await findJob(web, jobId)).toMatchObject({ rate: 10, state: "running", approval: { by: other.login } });
});

test("a job that is approved at the moment of a higher rate needs another approval for it", async () => {
  const jobId = await orderForApproval();
  const end = await raiseWhileHeld(jobId, async (tx) => {
    await tx`update republish.job set state = 'waiting' where id = ${jobId}`;
    await tx`insert into republish.approval (job_id, approved_by, kind) values (${jobId}, ${other.accountId}, 'second person')`;
  });
  expect(end).toBe("done");
  expect(await findJob(web, jobId)).toMatchObject({ rate: 10_000, state: "approval", approval: null });
});

test("whoever approves a rate that was raised since they looked does not approve the higher one", async () => {
  const jobId = await orderForApproval();
  await changeRate(web, admin, { jobId, rate: 10_000 });
  await expect(approveJob(web, other, { jobId, rate: 10 })).rejects.toMatchObject({ code: "conflict", field: "rate" });
  expect(await findJob(web, jobId)).toMatchObject({ state: "approval", approval: null });
  await approveJob(web, other, { jobId, rate: 10_000 });
  expect(await findJob(web, jobId)).toMatchObject({ state: "waiting", approval: { by: other.login } });
});
