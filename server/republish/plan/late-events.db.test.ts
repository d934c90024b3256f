import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { makeNotedSet, storeMany } from "../../testing/republish-jobs.ts";
import { storeEvent } from "../../testing/stored-events.ts";
import { registerWorkerSubscribers } from "../../workers/worker-subscribers.ts";
import { lateEvents } from "./late-events.ts";
import { planRepublish } from "./plan-republish.ts";

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

test("a plan names what was on its way when it was made, and what was written into the past since; what simply happened since is neither", async () => {
  const { note, ids: _ids, ...request } = await makeNotedSet(database.owner(), 4);
  let onItsWay: string[] = [];
  const plan = await database.owner().begin(async (tx) => {
    onItsWay = await storeMany(tx, 2, { note });
    return planRepublish(web, admin, { ...request, rate: 10 });
  });
  const ofPlan = { ...request, token: plan.token };
  await storeEvent(database.owner(), { note });
  const late = await lateEvents(web, admin, ofPlan);
  expect(late).toMatchObject({ count: 2, slippedIn: 0 });
  expect(late.events.map(({ id }) => id)).toEqual(onItsWay.toReversed());

  const imported = await storeMany(database.owner(), 30, { note });
  const later = await lateEvents(web, admin, ofPlan);
  expect(later).toMatchObject({ count: 32, slippedIn: 30 });
  expect(later.events.map(({ id }) => id)).toEqual([...onItsWay, ...imported].sort().slice(-20).toReversed());
  const [record] = await database.owner()`
    select act, member_ids, result, what from staff.access_record where account_id = ${admin.accountId} order by id desc limit 1`;
  expect(record).toMatchObject({ act: "republish.late", result: "shown", what: { count: 32 } });
  expect(record?.member_ids.length).toBe(10);
});

test("nothing is late of a plan that nothing came after, and of what nobody planned nothing is told", async () => {
  const { note: _note, ids: _ids, ...request } = await makeNotedSet(database.owner(), 2);
  const { token } = await planRepublish(web, admin, { ...request, rate: 10 });
  expect(await lateEvents(web, admin, { ...request, token })).toMatchObject({ count: 0, slippedIn: 0, events: [] });
  const another = lateEvents(web, admin, { ...request, layer: "external", token });
  await expect(another).rejects.toMatchObject({ code: "not-found", field: "token" });
});
