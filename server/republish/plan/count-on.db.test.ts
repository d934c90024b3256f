import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { insertTestSubscribers, makeOrder } from "../../testing/republish-jobs.ts";
import { storeEvent } from "../../testing/stored-events.ts";
import type { PlanRequest } from "../../vocabulary/republish-order.ts";
import { createJob } from "../order/create-job.ts";
import { freezeJobs } from "../order/freeze-jobs.ts";
import { findJob } from "../outcome/find-job.ts";
import { countOn } from "./count-on.ts";
import { planRepublish } from "./plan-republish.ts";

const EVENTS = 20_000;

const database = useDatabase();
let web: Db;
let worker: Db;
let admin: Actor;
let note: string;
let request: PlanRequest;

beforeAll(async () => {
  await insertTestSubscribers(database);
  web = connect({ url: database.url("web"), name: "test", max: 2, plans: "custom" });
  worker = connect({ url: database.url("worker"), name: "test", max: 1, plans: "custom" });
  admin = await makeActor(database.owner(), "admin");
  note = randomUUID();
  // Some quiet days, and one on which nearly everything happened.
  await database.owner()`
    insert into event.member_event (id, member_id, action_id, version, attributes)
    select event.id_at(clock_timestamp() - (case when n % 20 = 0 then interval '30 days' else interval '9 days' end) + n * interval '3 seconds', 'm-' || n % 90),
           'm-' || n % 90, a.id, 1, jsonb_build_object('note', jsonb_build_object('to', ${note}::text))
      from generate_series(1, ${EVENTS}) n, event.action a where a.name = 'thing.changed'`;
  const conditions = [{ field: "became" as const, name: "note", operator: "any" as const, values: [note] }];
  request = { selection: { conditions }, layer: "internal", target: "external-publisher", rate: 10_000 };
});
afterAll(async () => {
  await Promise.all([web.$client.end(), worker.$client.end()]);
});

const planSlowly = (given: PlanRequest = request) => planRepublish(web, admin, given, { countMs: 1 });

/** Counts to the end, a slice a call; gives what was told on the way. */
async function countAll(token: string, given: PlanRequest = request) {
  const told = [];
  do told.push(await countOn(web, admin, { ...given, token }, { turnMs: 0 }));
  while (told.at(-1)?.isDone !== true);
  return told;
}

test("a set that takes long is counted on with its progress, and the plan of it says what one counted at once says", async () => {
  const first = await planSlowly();
  expect(first).toMatchObject({ count: null, members: null, deliveries: null, fanOut: [], warnings: [], samples: [] });
  // What is committed from here on is outside of it.
  await storeEvent(database.owner(), { note });
  const told = await countAll(first.token);
  expect(told.length).toBeGreaterThan(3);
  expect(told.map(({ counted }) => counted)).toEqual(told.map(({ counted }) => counted).toSorted((a, b) => a - b));
  expect(told.map(({ share }) => share)).toEqual(told.map(({ share }) => share).toSorted((a, b) => a - b));
  expect(told.at(-1)).toEqual({ counted: EVENTS, share: 1, isDone: true });

  const plan = await planRepublish(web, admin, { ...request, counted: first.token });
  const atOnce = await planRepublish(web, admin, request);
  expect(atOnce.count).toBe(EVENTS + 1);
  expect(plan).toMatchObject({ count: EVENTS, sendable: EVENTS, members: null, first: atOnce.first, asOf: first.asOf });
  expect(plan.byAction).toEqual([{ ...atOnce.byAction[0], count: EVENTS }]);
  expect(plan.histogram.reduce((sum, { count }) => sum + count, 0)).toBe(EVENTS);
  expect(plan.fanOut.map(({ id, receives }) => [id, receives])).toEqual(
    atOnce.fanOut.map(({ id, receives }) => [id, receives === 0 ? 0 : EVENTS]),
  );
  expect(plan.samples).toHaveLength(20);

  const { jobId } = await createJob(web, admin, makeOrder({ ...request, planToken: plan.token }));
  expect(await findJob(web, jobId)).toMatchObject({ state: "freezing", planned: EVENTS, frozen: 0 });
  await freezeJobs(worker);
  expect(await findJob(web, jobId)).toMatchObject({ isFrozen: true, planned: EVENTS, frozen: EVENTS, trouble: null });
});

test("a slowly counted set that has changed when it is written down is never sent, and says both numbers", async () => {
  const conditions = [
    ...(request.selection.conditions ?? []),
    { field: "publication" as const, name: "internal", operator: "none" as const, values: ["published"] },
  ];
  const given = { ...request, selection: { conditions } };
  const { token } = await planSlowly(given);
  await countAll(token, given);
  const plan = await planRepublish(web, admin, { ...given, counted: token });
  await database.owner()`
    insert into event.publication (event_id, member_id, layer, published_at)
    select e.id, e.member_id, 1, clock_timestamp() from event.member_event e where e.attributes -> 'note' ->> 'to' = ${note} order by e.id limit 3`;
  const { jobId } = await createJob(web, admin, makeOrder({ ...given, planToken: plan.token }));
  await freezeJobs(worker);
  const job = await findJob(web, jobId);
  expect(job).toMatchObject({ state: "failed", planned: plan.count, frozen: (plan.count ?? 0) - 3 });
});

test("whoever asks no more has stopped it, and whoever asks again goes on there", async () => {
  const { token } = await planSlowly();
  const one = await countOn(web, admin, { ...request, token }, { turnMs: 0 });
  const [kept] =
    await database.owner()`select counting ->> 'nextMs' as next from republish.plan where counting ->> 'isDone' = 'false'`;
  expect(Number(kept?.next)).toBeGreaterThan(0);
  const other = await makeActor(database.owner(), "admin");
  const two = await countOn(web, other, { ...request, token }, { turnMs: 0 });
  expect(two.share).toBeGreaterThan(one.share);
});

test("a set is planned by its counting only when that has ended, and only what was planned is counted", async () => {
  const { token } = await planSlowly();
  const counted = planRepublish(web, admin, { ...request, counted: token });
  await expect(counted).rejects.toMatchObject({ code: "conflict", field: "counted" });
  const another = countOn(web, admin, { ...request, target: "ALL", token });
  await expect(another).rejects.toMatchObject({ code: "not-found", field: "token" });
  const analyst = await makeActor(database.owner(), "agent");
  await expect(countOn(web, analyst, { ...request, token })).rejects.toMatchObject({ code: "forbidden" });
});
