import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { insertTestSubscribers, makeNotedSet, makeOrder, storeMany } from "../../testing/republish-jobs.ts";
import { recordEvent, storeEvent } from "../../testing/stored-events.ts";
import { findJob } from "../outcome/find-job.ts";
import { listItems } from "../outcome/list-items.ts";
import { planRepublish } from "../plan/plan-republish.ts";
import { approveJob, breakGlass } from "./approve-job.ts";
import { changeRate } from "./control-job.ts";
import { createJob } from "./create-job.ts";
import { freezeJobs } from "./freeze-jobs.ts";

const database = useDatabase();
let web: Db;
let worker: Db;
let admin: Actor;

beforeAll(async () => {
  await insertTestSubscribers(database);
  web = connect({ url: database.url("web"), name: "test", max: 8, plans: "custom" });
  worker = connect({ url: database.url("worker"), name: "test", max: 2, plans: "custom" });
});
afterAll(() => Promise.all([web.$client.end(), worker.$client.end()]));
beforeEach(async () => {
  admin = await makeActor(database.owner(), "admin");
});

const makeSet = (count: number) => makeNotedSet(database.owner(), count);

describe("a plan", () => {
  test("counts exactly, names members, times, parts, samples, receivers and what to know", async () => {
    const { ids, selection } = await makeSet(25);
    const request = { selection, layer: "internal" as const, target: "ALL", rate: 10 };
    const plan = await planRepublish(web, admin, request);
    expect(plan).toMatchObject({ count: 25, sendable: 25, members: 10, durationS: 3, byAction: [{ count: 25 }] });
    expect(plan.samples.length).toBe(20);
    expect([plan.samples[0]?.id, plan.samples.at(-1)?.id]).toEqual([ids.at(-1), ids[0]]);
    expect(plan.histogram.reduce((sum, { count }) => sum + count, 0)).toBe(25);
    expect(plan.fanOut.find(({ id }) => id === "external-publisher")).toMatchObject({ receives: 25, drops: 0 });
    expect(plan.fanOut.find(({ id }) => id === "record-device")).toMatchObject({ receives: 0, drops: 25 });
    const [record] = await database.owner()`
      select act, cardinality(member_ids) as members from staff.access_record where account_id = ${admin.accountId} order by id desc limit 1`;
    expect(record).toEqual({
      act: "republish.plan",
      members: new Set(plan.samples.map(({ memberId }) => memberId)).size,
    });
  });

  test("warns with numbers: what a target drops, what is imported, internal or not stored, what changed since", async () => {
    const { note, ids, selection } = await makeSet(10);
    await database.owner()`update event.member_event set origin = 1 where id = any(${ids.slice(0, 3)}::uuid[])`;
    await storeEvent(database.owner(), { memberId: "m-5", note });
    const warningsOf = async (given: Partial<Parameters<typeof planRepublish>[2]>) =>
      (await planRepublish(web, admin, { selection, layer: "internal", target: "ALL", rate: 10, ...given })).warnings;
    const inside = await warningsOf({ target: "record-device" });
    expect(inside).toContainEqual(expect.objectContaining({ kind: "target drops", count: 8 }));
    expect(inside).toContainEqual(expect.objectContaining({ kind: "imported", count: 3 }));
    expect(inside).toContainEqual(expect.objectContaining({ kind: "newer of the same", count: 1 }));
    const named = await warningsOf({ selection: { eventIds: [...ids, randomUUID(), randomUUID()] } });
    expect(named).toContainEqual(expect.objectContaining({ kind: "not stored", count: 2 }));
    await storeEvent(database.owner(), { action: "thing.seen", memberId: note });
    const outside = await warningsOf({ layer: "external", selection: { members: [note] } });
    expect(outside).toContainEqual(expect.objectContaining({ kind: "not external", count: 1 }));
  });

  test("comes without what takes too long to find out of the members since, and says so", async () => {
    const { note, selection } = await makeSet(10);
    await storeEvent(database.owner(), { memberId: "m-5", note });
    const request = { selection, layer: "internal" as const, target: "ALL", rate: 10 };
    const plan = await database.owner().begin(async (tx) => {
      await tx`lock table republish.item in access exclusive mode`;
      return planRepublish(web, admin, request, { historyMs: 50 });
    });
    expect(plan.count).toBe(11);
    expect(plan.samples.length).toBe(11);
    const kindsOf = (found: typeof plan.warnings) => found.map(({ kind }) => kind);
    expect(plan.warnings).toContainEqual({ kind: "history not looked at", count: 11, isEstimate: false });
    expect(kindsOf(plan.warnings)).not.toContain("newer of the same");
    const { warnings } = await planRepublish(web, admin, request);
    expect(kindsOf(warnings)).toContain("newer of the same");
    expect(kindsOf(warnings)).not.toContain("history not looked at");
  });

  test("narrows by policy, subscriber, members, what is had already, and an earlier job", async () => {
    const { ids, selection, ...order } = await makeSet(20);
    const countOf = async (given: object) =>
      (await planRepublish(web, admin, { ...order, selection: { ...selection, ...given }, rate: 10 })).count;
    expect(await countOf({ members: ["m-1", "m-2"] })).toBe(4);
    expect(await countOf({ without: ids.slice(0, 5) })).toBe(15);
    expect(await countOf({ subscriber: "record-device" })).toBe(0);
    expect(await countOf({ subscriber: "external-publisher" })).toBe(20);
    expect(await countOf({ policy: { text: '{"action": ["thing.seen"]}', scope: "MessageAttributes" } })).toBe(0);
    expect(await countOf({ policy: { text: '{"memberId": ["m-3"]}', scope: "MessageBody" } })).toBe(2);
    const { jobId } = await createJob(web, admin, makeOrder({ selection: { eventIds: ids.slice(0, 7) } }));
    expect(await countOf({ ofJob: { jobId } })).toBe(7);
    expect(await countOf({ ofJob: { jobId, states: ["failed"] } })).toBe(0);
  });

  test("refuses a policy that SNS refuses, an unknown subscriber and a selection that says nothing", async () => {
    const { selection, ...order } = await makeSet(1);
    const plan = (given: object) =>
      planRepublish(web, admin, { ...order, rate: 10, selection: { ...selection, ...given } });
    await expect(plan({ policy: { text: '{"a": "b"}', scope: "MessageAttributes" } })).rejects.toMatchObject({
      code: "bad-input",
      field: "policy",
    });
    await expect(plan({ subscriber: "nobody" })).rejects.toMatchObject({ code: "bad-input", field: "subscriber" });
    await expect(createJob(web, admin, makeOrder({ selection: {} }))).rejects.toThrow(/which events/);
  });
});

describe("an order", () => {
  test("needs a plan unless it names its events", async () => {
    const { selection } = await makeSet(2);
    await expect(createJob(web, admin, makeOrder({ selection }))).rejects.toMatchObject({ field: "planToken" });
  });

  test("fixes the set that was planned: what happens later is outside", async () => {
    const { note, ids, ...order } = await makeSet(5);
    const { token } = await planRepublish(web, admin, { ...order, rate: 10 });
    await storeEvent(database.owner(), { note });
    const { jobId } = await createJob(web, admin, makeOrder({ ...order, planToken: token }));
    expect((await listItems(web, admin, { jobId })).items.map(({ eventId }) => eventId)).toEqual(ids);
    expect(await findJob(web, jobId)).toMatchObject({ state: "waiting", planned: 5, frozen: 5, isFrozen: true });
  });

  test("tells what was on its way when it was planned, and is outside although its time lies before", async () => {
    const { note, ids, ...order } = await makeSet(3);
    const { token } = await database.owner().begin(async (tx) => {
      await storeMany(tx, 2, { note });
      return planRepublish(web, admin, { ...order, rate: 10 });
    });
    const { jobId } = await createJob(web, admin, makeOrder({ ...order, planToken: token }));
    expect((await listItems(web, admin, { jobId })).items.map(({ eventId }) => eventId)).toEqual(ids);
    expect(await findJob(web, jobId)).toMatchObject({ frozen: 3, lateEvents: 2 });
  });

  test("is refused with both numbers when history was written since the plan", async () => {
    const { note, ids: _ids, ...order } = await makeSet(5);
    const { token } = await planRepublish(web, admin, { ...order, rate: 10 });
    await storeMany(database.owner(), 2, { note });
    await expect(createJob(web, admin, makeOrder({ ...order, planToken: token }))).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/5 events were planned, 7 match now/),
    });
  });

  test("is refused when other events match by now, though as many", async () => {
    const waiting = await recordEvent(database.owner(), { memberId: "m-swap" });
    await recordEvent(database.owner(), { memberId: "m-swap" });
    const order = {
      selection: {
        conditions: [
          { field: "publication" as const, operator: "any" as const, values: ["waiting", "parked"] },
          { field: "member" as const, operator: "any" as const, values: ["m-swap"] },
        ],
      },
      layer: "internal" as const,
      target: "ALL",
    };
    const { token, count } = await planRepublish(web, admin, { ...order, rate: 10 });
    expect(count).toBe(2);
    await database.owner()`delete from event.pending where event_id = ${waiting}`;
    await expect(createJob(web, admin, makeOrder({ ...order, planToken: token }))).rejects.toMatchObject({
      message: expect.stringMatching(/2 events were planned, 1 matches now/),
    });
  });

  test("fifty at once with one key and a plan are one job with one set and one record", async () => {
    const { ids: _ids, note: _note, ...order } = await makeSet(30);
    const { token } = await planRepublish(web, admin, { ...order, rate: 10 });
    const given = makeOrder({ ...order, planToken: token });
    const answers = await Promise.all(Array.from({ length: 50 }, () => createJob(web, admin, given)));
    const [jobId, ...others] = new Set(answers.map((answer) => answer.jobId));
    expect(others).toEqual([]);
    const [made] = await database.owner()`
      select (select count(*)::int from republish.item where job_id = ${jobId ?? ""}) as items,
             (select count(*)::int from staff.access_record where act = 'republish' and what ->> 'jobId' = ${jobId ?? ""}) as records`;
    expect(made).toEqual({ items: 30, records: 1 });
  });

  test("writes down what is not for sending, with its reason", async () => {
    const { ids, note: _note, ...order } = await makeSet(4);
    await database.owner()`update event.member_event set origin = 1 where id = ${ids[0] ?? ""}`;
    const { token } = await planRepublish(web, admin, { ...order, rate: 10 });
    const { jobId } = await createJob(web, admin, makeOrder({ ...order, planToken: token }));
    expect((await findJob(web, jobId)).counts).toMatchObject({ waiting: 3, skipped: 1 });
    const { items } = await listItems(web, admin, { jobId, state: "skipped" });
    expect(items).toMatchObject([{ eventId: ids[0], skippedBecause: "imported" }]);
  });
});

describe("a large set", () => {
  async function orderLarge(count: number, given: object = {}) {
    const { ids, note: _note, ...order } = await makeSet(count);
    const { token } = await planRepublish(web, admin, { ...order, rate: 10 });
    const { jobId } = await createJob(web, admin, makeOrder({ ...order, planToken: token, ...given }));
    return { jobId, ids };
  }

  test("is written down in slices; what was selected is what is frozen, id by id", async () => {
    const { jobId, ids } = await orderLarge(2500);
    expect(await findJob(web, jobId)).toMatchObject({ state: "freezing", planned: 2500, frozen: 0 });
    expect(await freezeJobs(worker)).toBe(true);
    expect(await findJob(web, jobId)).toMatchObject({ state: "waiting", frozen: 2500, counts: { waiting: 2500 } });
    const items = await database.owner()<{ id: string }[]>`
      select event_id as id from republish.item where job_id = ${jobId} order by event_id`;
    expect(items.map(({ id }) => id)).toEqual(ids);
    expect(await freezeJobs(worker)).toBe(false);
  });

  test("that is no longer what was planned when it is written down is never sent", async () => {
    const { jobId, ids } = await orderLarge(1100);
    await database.owner()`delete from event.member_event where id = ${ids[5] ?? ""}`;
    await freezeJobs(worker);
    expect(await findJob(web, jobId)).toMatchObject({
      state: "failed",
      trouble: expect.stringMatching(/1100 events were planned and 1099 found/),
    });
  });

  test("goes on behind its last slice after its worker was killed", async () => {
    const { jobId } = await orderLarge(1500);
    const half = await database.owner()<{ at: string }[]>`
      select event_id as at from (select id as event_id from event.member_event order by id desc limit 700) x order by 1 limit 1`;
    const at = half[0]?.at ?? "";
    // What a worker leaves behind that was killed after its first slice: the items below a bound, and that bound.
    await database.owner()`
      with low as (
        insert into republish.item (job_id, event_id, member_id)
        select ${jobId}, e.id, e.member_id from event.member_event e, republish.job j
         where j.id = ${jobId} and e.attributes @> jsonb_build_object('note', jsonb_build_object('to', j.selection #>> '{conditions,0,values,0}'))
           and e.id < event.id_floor(uuid_extract_timestamp(${at}::uuid)) returning event_id),
      sums as (select count(*) as n, bit_xor(uuid_hash_extended(event_id, 0)) as a, bit_xor(uuid_hash_extended(event_id, 1)) as b from low)
      update republish.job set frozen = s.n, frozen_checksum = s.a || '/' || s.b, frozen_to = event.id_floor(uuid_extract_timestamp(${at}::uuid)),
             lease_until = clock_timestamp() - interval '1 second', fence = 1 from sums s where id = ${jobId} and s.n > 0`;
    await freezeJobs(worker);
    expect(await findJob(web, jobId)).toMatchObject({ state: "waiting", frozen: 1500, counts: { waiting: 1500 } });
  });

  test("above the limit waits for another person, whom the orderer cannot be", async () => {
    const { jobId } = await orderLarge(1300, { target: "ALL" });
    await freezeJobs(worker);
    expect(await findJob(web, jobId)).toMatchObject({ state: "approval", receivers: 8 });
    await expect(approveJob(web, admin, { jobId })).rejects.toMatchObject({ code: "forbidden" });
    const other = await makeActor(database.owner(), "admin");
    await approveJob(web, other, { jobId });
    expect(await findJob(web, jobId)).toMatchObject({
      state: "waiting",
      approval: { by: other.login, kind: "second person" },
    });
    await changeRate(web, admin, { jobId, rate: 5 });
    expect(await findJob(web, jobId)).toMatchObject({ state: "waiting", rate: 5 });
    await changeRate(web, admin, { jobId, rate: 50 });
    expect(await findJob(web, jobId)).toMatchObject({ state: "approval", approval: null });
  });

  test("is needed by what one person ordered in a day, not by one job alone; one delivery never needs it", async () => {
    const states: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      const { ids, note: _note, ...order } = await makeSet(300);
      const { jobId } = await createJob(
        web,
        admin,
        makeOrder({ ...order, selection: { eventIds: ids }, target: "ALL" }),
      );
      states.push((await findJob(web, jobId)).state);
    }
    expect(states).toEqual(["waiting", "waiting", "waiting", "waiting", "approval"]);
    const { eventId } = await storeEvent(database.owner());
    const one = makeOrder({ selection: { eventIds: [eventId] }, target: "external-publisher" });
    expect((await findJob(web, (await createJob(web, admin, one)).jobId)).state).toBe("waiting");
  });

  test("runs without a second person by break-glass, and says so", async () => {
    const { jobId } = await orderLarge(1300, { target: "ALL" });
    await freezeJobs(worker);
    await breakGlass(web, admin, { jobId, reason: "payments stand still" });
    expect(await findJob(web, jobId)).toMatchObject({
      state: "waiting",
      approval: { kind: "break-glass", reason: "payments stand still", reviewedBy: null },
    });
    await expect(breakGlass(web, admin, { jobId, reason: "once more" })).rejects.toMatchObject({ code: "conflict" });
  });
});
