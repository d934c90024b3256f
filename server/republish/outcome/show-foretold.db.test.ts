import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { makeNotedSet, makeOrder } from "../../testing/republish-jobs.ts";
import { registerWorkerSubscribers } from "../../workers/worker-subscribers.ts";
import { createJob } from "../order/create-job.ts";
import { planRepublish } from "../plan/plan-republish.ts";
import { showForetold } from "./show-foretold.ts";

const database = useDatabase();
let web: Db;
let admin: Actor;
beforeAll(async () => {
  await insertTestCatalog(database.owner());
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  await registerWorkerSubscribers(owner, "test-");
  await owner.$client.end();
  web = connect({ url: database.url("web"), name: "test", max: 2, plans: "custom" });
  admin = await makeActor(database.owner(), "admin");
});
afterAll(() => web.$client.end());

async function planned(actor: Actor, target = "external-publisher") {
  const { selection, layer } = await makeNotedSet(database.owner(), 5);
  const plan = await planRepublish(web, actor, { selection, layer, target, rate: 200 });
  return { plan, order: makeOrder({ selection, layer, target, planToken: plan.token }) };
}

test("a job keeps what its plan foretold, without members", async () => {
  const { plan, order } = await planned(admin);
  const { jobId } = await createJob(web, admin, order);
  const { foretold } = await showForetold(web, admin, { jobId });
  expect(foretold).toMatchObject({ count: 5, asOf: plan.asOf, warnings: plan.warnings, fanOut: plan.fanOut });
  expect(foretold?.warnings.length).toBeGreaterThan(0);
  expect(JSON.stringify(foretold)).not.toContain("m-1");
});

test("what was foretold of another target, or to somebody else, is not the job's", async () => {
  const { order } = await planned(admin);
  const elsewhere = await createJob(web, admin, { ...order, target: "ALL" });
  expect(await showForetold(web, admin, elsewhere)).toEqual({ foretold: null });
  const other = await makeActor(database.owner(), "admin");
  const byOther = await createJob(web, other, order);
  expect(await showForetold(web, other, byOther)).toEqual({ foretold: null });
});

test("a plan that nobody ordered is forgotten when its maker plans again a day later", async () => {
  await planned(admin);
  await database.owner()`update republish.plan set made_at = made_at - interval '25 hours'`;
  const { plan } = await planned(admin);
  const kept = await database.owner()<{ at: string }[]>`
    select foretold ->> 'asOf' as at from republish.plan where made_by = ${admin.accountId}`;
  expect(kept.map(({ at }) => at)).toEqual([plan.asOf]);
});
