import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { domainTransaction, type Raise, type StoredMessage } from "../application-events/domain-transaction.ts";
import { connect, type Db, type Executor } from "../db.ts";
import { migrateDemo } from "../demo/migrate-demo.ts";
import type { ActContext } from "../members/act-context.ts";
import { joinMember } from "../members/join-member.ts";
import { requestWithdrawal } from "../members/request-withdrawal.ts";
import { takeBackWithdrawal } from "../members/take-back-withdrawal.ts";
import { verifyIdentity } from "../members/verify-identity.ts";
import { useDatabase } from "../testing/database.ts";
import { insertJob } from "../testing/republish-jobs.ts";
import { asReceived } from "../testing/stored-events.ts";
import { wireFirstLayer } from "../wiring.ts";
import { awaitObjections } from "./await-objections.ts";
import type { DeferredTask } from "./deferred-task.ts";
import { deferredTasks } from "./deferred-task-list.ts";
import type { Policy } from "./policy.ts";
import { remindUnverified } from "./remind-unverified.ts";
import { runDueTasks } from "./run-due-tasks.ts";
import { runPolicy } from "./run-policy.ts";
import { takeBackObjected } from "./take-back-objected.ts";

const database = useDatabase();
let db: Db;
let published: StoredMessage[] = [];
const layer = wireFirstLayer(async (message) => void published.push(message));
const context: ActContext = { deviceId: "phone-1", ip: "192.0.2.1", channel: "app" };

function act<T>(deed: (tx: Executor, raise: Raise) => Promise<T>): Promise<T> {
  return domainTransaction(db, layer, deed);
}

beforeAll(async () => {
  await migrateDemo(database.url());
  db = connect({ url: database.url("worker"), name: "test", max: 4 });
});
afterAll(() => db.$client.end());
beforeEach(async () => {
  published = [];
  await database.owner()`truncate member.deferred_task`;
});

/** Lets the policy handle the newest published event. */
async function follow(policy: Policy): Promise<unknown> {
  const message = published.at(-1);
  if (!message) throw new Error("nothing was published");
  return runPolicy({ db, layer, policy }, asReceived(message));
}

async function join(identityVerified = false): Promise<string> {
  const given = { name: "A", phone: "010-0123-4567", email: "a@example.com", address: "A B", identityVerified };
  const memberId = await act((tx, raise) => joinMember(tx, raise, { given, context }));
  await follow(remindUnverified);
  return memberId;
}

const runDue = (tasks: readonly DeferredTask[] = deferredTasks) => runDueTasks({ db, layer, tasks });

/** As if that much time had gone by since the tasks were put down. */
async function letPass(interval: string): Promise<void> {
  await database.owner()`update member.deferred_task set due_at = due_at - ${interval}::interval, next_at = next_at - ${interval}::interval`;
}

async function tasksOf(memberId: string) {
  return database.owner()`select kind, state, outcome, attempts from member.deferred_task where member_id = ${memberId} order by id`;
}

async function actionsOf(memberId: string): Promise<string[]> {
  const rows = await database.owner()<{ action: string }[]>`
    select action from event.member_event_status where member_id = ${memberId} order by id`;
  return rows.map(({ action }) => action);
}

describe("remind whoever joined without verification", () => {
  test("a day after joining, not a minute earlier, in the story of the joining", async () => {
    const memberId = await join();
    const [joined] = published;
    await letPass("23 hours 59 minutes");
    expect(await runDue()).toBe(0);
    await letPass("1 minute");
    expect(await runDue()).toBe(1);
    expect(await tasksOf(memberId)).toEqual([
      { kind: "remind-unverified", state: "done", outcome: "reminded", attempts: 1 },
    ]);
    expect(published.at(-1)?.attributes.action?.Value).toBe("identity-verification.reminded");
    const [event] = await database.owner()`
      select causation_id, correlation_id from event.member_event where id = ${published.at(-1)?.eventId ?? ""}`;
    expect(event).toEqual({ causation_id: joined?.eventId, correlation_id: joined?.eventId });
    expect(
      await database.owner()`select kind, event_id from member.notification where member_id = ${memberId}`,
    ).toEqual([{ kind: "verify-identity", event_id: published.at(-1)?.eventId }]);
    expect(await runDue()).toBe(0);
  });

  test("who joined verified is put down for nothing", async () => {
    expect(await tasksOf(await join(true))).toEqual([]);
  });

  test("verifying cancels it", async () => {
    const memberId = await join();
    await act((tx, raise) => verifyIdentity(tx, raise, { memberId, method: "card", context }));
    expect(await follow(remindUnverified)).toMatchObject({ outcome: "reminder cancelled" });
    await letPass("2 days");
    expect(await runDue()).toBe(0);
    expect(await tasksOf(memberId)).toMatchObject([{ state: "cancelled" }]);
  });

  test("when the verification is not heard of in time, the task sees it itself", async () => {
    const memberId = await join();
    await act((tx, raise) => verifyIdentity(tx, raise, { memberId, method: "card", context }));
    await letPass("2 days");
    await runDue();
    expect(await tasksOf(memberId)).toMatchObject([{ state: "done", outcome: "verified meanwhile" }]);
    expect(await actionsOf(memberId)).not.toContain("identity-verification.reminded");
  });

  test("a joining that is handled twice is put down once", async () => {
    const memberId = await join();
    const [joined] = published;
    if (!joined) throw new Error("nothing was published");
    const replay = await insertJob(database.owner(), [joined.eventId]);
    const again = await runPolicy(
      { db, layer, policy: remindUnverified },
      asReceived(joined, { replay, attempt: "1" }),
    );
    expect(again).toMatchObject({ outcome: "put down before" });
    expect(await tasksOf(memberId)).toHaveLength(1);
  });
});

describe("tasks", () => {
  test("four workers at once do each task once", async () => {
    const members = [];
    for (let n = 0; n < 12; n += 1) members.push(await join());
    await letPass("25 hours");
    const counts = await Promise.all([runDue(), runDue(), runDue(), runDue()]);
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(12);
    for (const memberId of members) {
      expect((await actionsOf(memberId)).filter((action) => action === "identity-verification.reminded")).toHaveLength(
        1,
      );
    }
  });

  test("one that fails leaves nothing, holds nobody up, comes later and later, and is set aside after ten tries", async () => {
    const [failing, fine] = [await join(), await join()];
    await letPass("25 hours");
    const [real] = deferredTasks;
    if (!real) throw new Error("there are no tasks");
    const task: DeferredTask = {
      ...real,
      async run(tx, due, raise) {
        const outcome = await real.run(tx, due, raise);
        if (due.memberId === failing) throw new Error("a defect");
        return outcome;
      },
    };
    expect(await runDue([task])).toBe(2);
    expect(await tasksOf(fine)).toMatchObject([{ state: "done" }]);
    expect(await tasksOf(failing)).toMatchObject([{ state: "waiting", attempts: 1 }]);
    expect(await actionsOf(failing)).toEqual(["member.joined"]);
    expect(await runDue([task])).toBe(0);
    for (let tries = 2; tries <= 10; tries += 1) {
      await letPass("2 hours");
      expect(await runDue([task])).toBe(1);
    }
    expect(await tasksOf(failing)).toMatchObject([{ state: "failed", attempts: 10 }]);
    await letPass("2 days");
    expect(await runDue()).toBe(0);
  });
});

describe("a withdrawal", () => {
  async function request(): Promise<{ memberId: string; requestEventId: string }> {
    const memberId = await join(true);
    const requestEventId = await act((tx, raise) => requestWithdrawal(tx, raise, { memberId, context }));
    expect(await follow(awaitObjections)).toMatchObject({ outcome: "waiting for objections" });
    return { memberId, requestEventId };
  }

  /** An outside system's objection, as the product stores it. */
  async function object(memberId: string, requestEventId: string): Promise<StoredMessage> {
    await act((_, raise) =>
      raise({
        memberId,
        action: "withdrawal.objected",
        attributes: { objector: { to: "other-system" }, reason: { to: "an order is under way" } },
        correlationId: requestEventId,
        causationId: requestEventId,
      }),
    );
    const message = published.at(-1);
    if (!message) throw new Error("nothing was published");
    return message;
  }

  const stateOf = async (memberId: string) =>
    (await database.owner()`select state from event.masked_profile(${memberId})`)[0]?.state;

  test("is carried out when nobody objects in time, in one story", async () => {
    const { memberId, requestEventId } = await request();
    await letPass("1 minute");
    expect(await runDue()).toBe(0);
    await letPass("1 minute");
    expect(await runDue()).toBe(1);
    expect(await stateOf(memberId)).toBe("withdrawn");
    const story = await database.owner()`
      select action from event.member_event_status where correlation_id = ${requestEventId} order by id`;
    expect(story.map(({ action }) => action)).toEqual(["withdrawal.requested", "withdrawal.completed"]);
  });

  test("is taken back at once when somebody objects, and the wait ends", async () => {
    const { memberId, requestEventId } = await request();
    const objection = await object(memberId, requestEventId);
    expect(await follow(takeBackObjected)).toMatchObject({ outcome: "taken back" });
    expect(await stateOf(memberId)).toBe("logged-out");
    const [event] = await database.owner()`
      select action, attributes, causation_id, correlation_id from event.member_event_status where member_id = ${memberId} order by id desc limit 1`;
    expect(event).toEqual({
      action: "withdrawal.taken-back",
      attributes: { membership: { from: "withdrawal-requested", to: "active" }, reason: { to: "objection" } },
      causation_id: objection.eventId,
      correlation_id: requestEventId,
    });
    expect(await follow(awaitObjections)).toMatchObject({ outcome: "waits no longer" });
    expect((await tasksOf(memberId)).at(-1)).toMatchObject({ state: "cancelled" });
  });

  test("is taken back, too, when its time comes before the objection's message", async () => {
    const { memberId, requestEventId } = await request();
    await object(memberId, requestEventId);
    const objected = published.at(-1);
    await letPass("10 minutes");
    await runDue();
    expect((await tasksOf(memberId)).at(-1)).toMatchObject({ outcome: "taken back" });
    expect(await stateOf(memberId)).toBe("logged-out");
    if (!objected) throw new Error("nothing was published");
    expect(await runPolicy({ db, layer, policy: takeBackObjected }, asReceived(objected))).toMatchObject({
      outcome: "too late",
    });
  });

  test("an objection after its end changes nothing", async () => {
    const { memberId, requestEventId } = await request();
    await letPass("10 minutes");
    await runDue();
    await object(memberId, requestEventId);
    expect(await follow(takeBackObjected)).toMatchObject({ outcome: "too late" });
    expect(await stateOf(memberId)).toBe("withdrawn");
  });

  test("an old objection does not touch a later withdrawal", async () => {
    const { memberId, requestEventId } = await request();
    await act((tx, raise) => takeBackWithdrawal(tx, raise, { memberId, reason: "by-member", context }));
    const second = await act((tx, raise) => requestWithdrawal(tx, raise, { memberId, context }));
    await object(memberId, requestEventId);
    expect(await follow(takeBackObjected)).toMatchObject({ outcome: "too late" });
    expect(await stateOf(memberId)).toBe("withdrawal-requested");
    expect(second).not.toBe(requestEventId);
  });

  test("the member may take it back, once", async () => {
    const { memberId, requestEventId } = await request();
    const takeBack = () =>
      act((tx, raise) => takeBackWithdrawal(tx, raise, { memberId, reason: "by-member", context }));
    await takeBack();
    expect(await stateOf(memberId)).toBe("logged-out");
    await expect(takeBack()).rejects.toMatchObject({ code: "conflict" });
    const story = await database.owner()`select id from event.member_event where correlation_id = ${requestEventId}`;
    expect(story).toHaveLength(2);
  });
});
