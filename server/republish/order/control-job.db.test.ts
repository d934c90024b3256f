import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { settingHistory } from "../../staff/settings/thresholds.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { holdLock } from "../../testing/locks/hold-lock.ts";
import { insertTestSubscribers, makeNotedSet, makeOrder } from "../../testing/republish-jobs.ts";
import { findJob } from "../outcome/find-job.ts";
import { approveJob, breakGlass } from "./approve-job.ts";
import { confirmLimit, proposeLimit, showLimit } from "./change-limit.ts";
import { cancelJob, pauseJob, resumeJob } from "./control-job.ts";
import { createJob } from "./create-job.ts";
import { retryJob } from "./repeat-job.ts";
import { listUnreviewed, reviewApproval } from "./review-approvals.ts";

const database = useDatabase();
let web: Db;
let admin: Actor;
const makeSet = (count: number) => makeNotedSet(database.owner(), count);

beforeAll(async () => {
  await insertTestSubscribers(database);
  web = connect({ url: database.url("web"), name: "test", max: 2 });
});
afterAll(() => web.$client.end());
beforeEach(async () => {
  admin = await makeActor(database.owner(), "admin");
});

test("what ran without a second person is reviewed by another one, once", async () => {
  const { ids } = await makeSet(3);
  const { jobId } = await createJob(web, admin, makeOrder({ selection: { eventIds: ids } }));
  await database.owner()`update republish.job set state = 'approval' where id = ${jobId}`;
  await breakGlass(web, admin, { jobId, reason: "payments stand still" });
  const mine = (await listUnreviewed(web, admin)).unreviewed.find((one) => one.jobId === jobId);
  const review = { approvalId: mine?.approvalId ?? "", note: "it was needed" };
  expect(mine).toMatchObject({ isMine: true, reason: "payments stand still" });
  await expect(reviewApproval(web, admin, review)).rejects.toMatchObject({ code: "forbidden" });
  const other = await makeActor(database.owner(), "admin");
  await reviewApproval(web, other, review);
  await expect(reviewApproval(web, other, review)).rejects.toMatchObject({ code: "conflict" });
  expect((await findJob(web, jobId)).approval).toMatchObject({ reviewedBy: other.login });
});

test("the limit changes by two admins, and only by the newest proposal", async () => {
  const other = await makeActor(database.owner(), "admin");
  const first = await proposeLimit(web, admin, { deliveries: 7, reason: "careful days" });
  const second = await proposeLimit(web, admin, { deliveries: 8, reason: "careful days" });
  await expect(confirmLimit(web, admin, second)).rejects.toMatchObject({ code: "forbidden" });
  await expect(confirmLimit(web, other, first)).rejects.toMatchObject({ code: "conflict" });
  await confirmLimit(web, other, second);
  expect(await showLimit(web, admin)).toEqual({ deliveries: 8, proposal: null });
  const { changes } = await settingHistory(web, admin, {});
  expect(changes[0]).toMatchObject({ name: "approval-limit", login: other.login, before: "10000", after: "8" });
  expect(changes[0]).toMatchObject({ subject: "threshold", reason: "careful days" });
  const { ids } = await makeSet(2);
  const { jobId } = await createJob(web, other, makeOrder({ selection: { eventIds: ids }, target: "ALL" }));
  expect((await findJob(web, jobId)).state).toBe("approval");
  await database.owner()`delete from republish.limit_change`;
});

test("a limit that two admins confirm at once is confirmed by one of them", async () => {
  const owner = database.owner();
  const { changeId } = await proposeLimit(web, admin, { deliveries: 7, reason: "careful days" });
  const others = [await makeActor(owner, "admin"), await makeActor(owner, "admin")];
  const lock = await holdLock(owner, (tx) => tx`select from republish.limit_change where id = ${changeId} for update`);
  const ends = Promise.allSettled(others.map((other) => confirmLimit(web, other, { changeId })));
  await lock.waiters(2);
  await lock.release();
  const refusals = (await ends).flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
  expect(refusals).toMatchObject([{ code: "conflict", field: "changeId" }]);
  const records = await owner`
    select from staff.access_record where act = 'republish.limit-confirmed' and account_id = any(${others.map(({ accountId }) => accountId)}::uuid[])`;
  expect(records).toHaveLength(1);
  await owner`delete from republish.limit_change`;
});

test("a job is paused, goes on, and is cancelled for good; each act is one record", async () => {
  const { ids } = await makeSet(3);
  const { jobId } = await createJob(web, admin, makeOrder({ selection: { eventIds: ids } }));
  await pauseJob(web, admin, { jobId });
  await expect(pauseJob(web, admin, { jobId })).rejects.toMatchObject({ code: "conflict" });
  await resumeJob(web, admin, { jobId });
  expect((await findJob(web, jobId)).state).toBe("waiting");
  await cancelJob(web, admin, { jobId });
  await expect(resumeJob(web, admin, { jobId })).rejects.toMatchObject({ code: "conflict" });
  expect(await findJob(web, jobId)).toMatchObject({ state: "cancelled", counts: { waiting: 3 } });
  const acts = await database.owner()<{ act: string }[]>`
    select act from staff.access_record where what ->> 'jobId' = ${jobId} order by id`;
  expect(acts.map(({ act }) => act)).toEqual(["republish", "republish.pause", "republish.resume", "republish.cancel"]);
});

test("orders, approvals and another limit need a fresh proof, and nothing happens without", async () => {
  const left = { ...admin, isProved: false };
  const { ids } = await makeSet(2);
  const order = makeOrder({ selection: { eventIds: ids } });
  const { jobId } = await createJob(web, admin, order);
  await database.owner()`update republish.job set state = 'approval' where id = ${jobId}`;
  const other = { ...(await makeActor(database.owner(), "admin")), isProved: false };
  const { changeId } = await proposeLimit(web, admin, { deliveries: 9, reason: "careful days" });
  const refused = [
    createJob(web, left, makeOrder({ selection: { eventIds: ids } })),
    retryJob(web, left, { jobId, idempotencyKey: randomUUID(), reason: "once more" }),
    approveJob(web, other, { jobId }),
    breakGlass(web, left, { jobId, reason: "payments stand still" }),
    proposeLimit(web, left, { deliveries: 9, reason: "careful days" }),
    confirmLimit(web, other, { changeId }),
  ];
  for (const one of await Promise.allSettled(refused)) expect(one).toMatchObject({ reason: { code: "unproved" } });
  expect((await findJob(web, jobId)).state).toBe("approval");
  await database.owner()`delete from republish.limit_change`;
});
