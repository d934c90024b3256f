import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { insertTestSubscribers, makeNotedSet, makeOrder } from "../../testing/republish-jobs.ts";
import { findJob } from "../outcome/find-job.ts";
import { planRepublish } from "../plan/plan-republish.ts";
import { readPlanToken, writePlanToken } from "../plan/plan-token.ts";
import { createJob } from "./create-job.ts";
import { freezeJobs } from "./freeze-jobs.ts";

const database = useDatabase();
let web: Db;
let worker: Db;
let admin: Actor;

beforeAll(async () => {
  await insertTestSubscribers(database);
  web = connect({ url: database.url("web"), name: "test", max: 2, plans: "custom" });
  worker = connect({ url: database.url("worker"), name: "test", max: 2, plans: "custom" });
  admin = await makeActor(database.owner(), "admin");
});
afterAll(() => Promise.all([web.$client.end(), worker.$client.end()]));

/** Orders 200 events as if it had taken long to count them: the worker writes them down. */
async function orderSlow(): Promise<string> {
  const { selection, layer, target } = await makeNotedSet(database.owner(), 200, { apartMs: 10_000 });
  const { token } = await planRepublish(web, admin, { selection, layer, target, rate: 10 });
  const planToken = writePlanToken({ ...readPlanToken(token), isSlow: true });
  return (await createJob(web, admin, makeOrder({ selection, layer, target, planToken }))).jobId;
}

const ready = () => database.owner()`update republish.job set lease_until = null where state = 'freezing'`;

test("a set that took long to be counted is written down in many transactions, however few its events", async () => {
  const jobId = await orderSlow();
  await freezeJobs(worker);
  expect(await findJob(web, jobId)).toMatchObject({ state: "waiting", frozen: 200, counts: { waiting: 200 } });
  const [{ n } = { n: 0 }] = await database.owner()<{ n: number }[]>`
    select count(distinct i.xmin::text)::int as n from republish.item i where i.job_id = ${jobId}`;
  expect(n).toBeGreaterThan(3);
});

test("a set whose selection means nothing any more when it is written down ends its job, which says why", async () => {
  const jobId = await orderSlow();
  await database.owner()`update republish.job set selection = selection || '{"subscriber": "left-us"}' where id = ${jobId}`;
  expect(await freezeJobs(worker)).toBe(true);
  expect(await findJob(web, jobId)).toMatchObject({
    state: "failed",
    finishedAt: expect.any(String),
    trouble: expect.stringMatching(/nothing was sent.*"left-us" is no subscriber/i),
  });
  expect(await freezeJobs(worker)).toBe(false);
});

test("a set that the database does not let be written down says so until it does", async () => {
  const owner = database.owner();
  const jobId = await orderSlow();
  await owner`revoke insert on republish.item from memberscope_worker`;
  try {
    await expect(freezeJobs(worker)).rejects.toThrow();
    expect(await findJob(web, jobId)).toMatchObject({
      state: "freezing",
      trouble: expect.stringMatching(/tried again/),
    });
  } finally {
    await owner`grant insert on republish.item to memberscope_worker`;
  }
  await ready();
  await freezeJobs(worker);
  expect(await findJob(web, jobId)).toMatchObject({ state: "waiting", frozen: 200, trouble: null });
});
