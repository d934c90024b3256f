import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { holdLock } from "../../testing/locks/hold-lock.ts";
import { insertTestSubscribers, makeOrder, storeMany } from "../../testing/republish-jobs.ts";
import { findJob } from "../outcome/find-job.ts";
import { createJob } from "./create-job.ts";

const database = useDatabase();
let web: Db;

beforeAll(async () => {
  await insertTestSubscribers(database);
  web = connect({ url: database.url("web"), name: "test", max: 4, plans: "custom" });
});
afterAll(() => web.$client.end());

test("two orders of a person at once do not pass the limit that they meet one after the other", async () => {
  const owner = database.owner();
  const [admin, second] = [await makeActor(owner, "admin"), await makeActor(owner, "admin")];
  await owner`insert into republish.limit_change (deliveries, reason, proposed_by, confirmed_by, confirmed_at)
    values (300, 'careful days', ${admin.accountId}, ${second.accountId}, clock_timestamp())`;
  const sets = [await storeMany(owner, 200), await storeMany(owner, 200)];
  // Nobody's access record can be written, so no order can commit before the other one is judged, or waits.
  const lock = await holdLock(owner, (tx) => tx`lock table staff.access_record in share mode`);
  const orders = sets.map((eventIds) =>
    createJob(web, admin, makeOrder({ selection: { eventIds }, target: "external-publisher" })),
  );
  await lock.waiters(2);
  await lock.release();
  const jobs = await Promise.all(orders);
  const states = await Promise.all(jobs.map(async ({ jobId }) => (await findJob(web, jobId)).state));
  expect(states.toSorted()).toEqual(["approval", "waiting"]);
});
