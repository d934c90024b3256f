import { afterAll, beforeAll, expect, test } from "vitest";
import { pushCatalog } from "../../catalog/push-catalog.ts";
import { connect, type Db } from "../../db.ts";
import demoCatalog from "../../members/catalog.json" with { type: "json" };
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { makeOrder } from "../../testing/republish-jobs.ts";
import { registerWorkerSubscribers } from "../../workers/worker-subscribers.ts";
import { showJob } from "../outcome/show-job.ts";
import { planRepublish } from "../plan/plan-republish.ts";
import { readPlanToken, writePlanToken } from "../plan/plan-token.ts";
import { cancelJob } from "./control-job.ts";
import { createJob } from "./create-job.ts";

const database = useDatabase();
let web: Db;
let admin: Actor;

beforeAll(async () => {
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  await pushCatalog(owner, demoCatalog);
  await registerWorkerSubscribers(owner, "test-");
  await owner.$client.end();
  web = connect({ url: database.url("web"), name: "test", max: 2, plans: "custom" });
  admin = await makeActor(database.owner(), "admin");
  await database.owner()`
    select event.record_member_event('m-1', 'phone-number.changed', '{"phoneNumber": {"from": "010-1234-5678", "to": "010-8765-4321"}}'::jsonb)`;
});
afterAll(() => web.$client.end());

/** Orders what has a phone number; `isSlow` as by the plan of a set that takes too long to be counted at once: it is written down later. */
async function orderByPhoneNumber({ isSlow }: { isSlow: boolean }): Promise<string> {
  const conditions = [
    { field: "attribute" as const, name: "phoneNumber", operator: "any" as const, values: ["010-8765-4321"] },
  ];
  const request = { selection: { conditions }, layer: "internal" as const, target: "ALL", rate: 10 };
  const { token } = await planRepublish(web, admin, request);
  const planToken = isSlow ? writePlanToken({ ...readPlanToken(token), count: null, checksum: null }) : token;
  return (await createJob(web, admin, makeOrder({ ...request, planToken }))).jobId;
}

/** What staff are shown of it, and what is stored. */
async function valuesOf(jobId: string) {
  const { job, selection } = await showJob(web, await makeActor(database.owner(), "admin"), { jobId });
  const [stored] = await database.owner()<{ values: string[] }[]>`
    select selection #> '{conditions,0,values}' as values from republish.job where id = ${jobId}`;
  return { state: job.state, shown: selection.conditions?.[0]?.values, stored: stored?.values };
}

test("a job shows personal values of its conditions masked while it is written down, and keeps them so when it is cancelled", async () => {
  const jobId = await orderByPhoneNumber({ isSlow: true });
  const masked = [expect.stringMatching(/^010.*\*.*4321$/)];
  expect(await valuesOf(jobId)).toEqual({ state: "freezing", shown: masked, stored: ["010-8765-4321"] });
  await cancelJob(web, admin, { jobId });
  expect(await valuesOf(jobId)).toEqual({ state: "cancelled", shown: masked, stored: masked });
});

test("a job that is written down keeps personal values of its conditions masked as they are when it is cancelled", async () => {
  const jobId = await orderByPhoneNumber({ isSlow: false });
  const masked = [expect.stringMatching(/^010.*\*.*4321$/)];
  expect(await valuesOf(jobId)).toEqual({ state: "waiting", shown: masked, stored: masked });
  await cancelJob(web, admin, { jobId });
  expect(await valuesOf(jobId)).toEqual({ state: "cancelled", shown: masked, stored: masked });
});
