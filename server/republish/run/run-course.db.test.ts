import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { OutgoingMessage } from "../../messaging/message.ts";
import type { PublishOutcome } from "../../messaging/publish-outcome.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { insertTestSubscribers, makeOrder, storeMany } from "../../testing/republish-jobs.ts";
import { waitUntil } from "../../testing/wait-until.ts";
import type { LayerName } from "../../vocabulary/member-event.ts";
import type { GivenOrder } from "../../vocabulary/republish-order.ts";
import { cancelJob, changeRate, pauseJob, resumeJob } from "../order/control-job.ts";
import { createJob } from "../order/create-job.ts";
import { freezeJobs } from "../order/freeze-jobs.ts";
import { retryJob } from "../order/repeat-job.ts";
import { findJob } from "../outcome/find-job.ts";
import { claimItems } from "./claim-items.ts";
import { leaseJob, releaseJob, settleCancelled } from "./lease-job.ts";
import { runJobs } from "./run-jobs.ts";

const database = useDatabase();
let web: Db;
let worker: Db;
let admin: Actor;
/** What came to SNS, in order. */
let sent: { id: string; at: number; layer: LayerName; member: string }[];
/** Says what SNS answers; a message without an answer is taken. */
let answers: (message: OutgoingMessage, layer: LayerName) => PublishOutcome | null;
let stop: AbortController;

const topics = {
  async publishBatch(layer: LayerName, messages: readonly OutgoingMessage[]): Promise<PublishOutcome[]> {
    await new Promise((resolve) => setTimeout(resolve, 2 + Math.random() * 6));
    return messages.map((message): PublishOutcome => {
      const answer = answers(message, layer);
      if (answer !== null) return answer;
      const member = /"memberId": ?"([^"]+)"/.exec(message.body)?.[1] ?? "";
      sent.push({ id: message.eventId, at: performance.now(), layer, member });
      return { kind: "accepted", messageId: "m" };
    });
  },
};
const run = (given: { kind?: { layer: LayerName; isLarge: boolean } } = {}) =>
  runJobs(worker, { topics, signal: stop.signal, ...given });

beforeAll(async () => {
  await insertTestSubscribers(database);
  web = connect({ url: database.url("web"), name: "test", max: 4, plans: "custom" });
  worker = connect({ url: database.url("worker"), name: "test", max: 8 });
});
afterAll(() => Promise.all([web.$client.end(), worker.$client.end()]));
beforeEach(async () => {
  sent = [];
  answers = () => null;
  stop = new AbortController();
  admin = await makeActor(database.owner(), "admin");
});
afterEach(async () => {
  stop.abort();
  await database.owner()`update republish.job set state = 'cancelled', lease_until = null`;
});

async function order(count: number, given: Partial<GivenOrder> = {}) {
  const eventIds = await storeMany(database.owner(), count);
  const made = makeOrder({ selection: { eventIds }, target: "external-publisher", ...given });
  const { jobId } = await createJob(web, admin, made);
  if (count > 1000) await freezeJobs(worker);
  return { jobId, eventIds };
}
const stateOf = async (jobId: string) => (await findJob(web, jobId)).state;

test("a request that takes long keeps neither the others from going out nor what came back from being written down", async () => {
  const { jobId } = await order(300, { order: "fastest" });
  const answered = Promise.withResolvers<void>();
  let isFirst = true;
  const slow = {
    async publishBatch(...args: Parameters<typeof topics.publishBatch>) {
      const isHeld = isFirst;
      isFirst = false;
      if (isHeld) await answered.promise;
      return topics.publishBatch(...args);
    },
  };
  const running = runJobs(worker, { topics: slow, signal: stop.signal });
  await waitUntil("all others are written down", async () => (await findJob(web, jobId)).counts.sent === 290);
  expect(await findJob(web, jobId)).toMatchObject({ state: "running", counts: { sending: 10, waiting: 0 } });
  answered.resolve();
  await running;
  expect(await findJob(web, jobId)).toMatchObject({ state: "done", counts: { sent: 300 } });
});

describe("staff", () => {
  test("pause a running job: after what is in hand nothing goes out until it goes on", async () => {
    const { jobId } = await order(300, { rate: 200 });
    const running = run();
    await waitUntil("some are out", () => sent.length > 0);
    await pauseJob(web, admin, { jobId });
    await running;
    const { counts } = await findJob(web, jobId);
    expect([counts.sending, counts.sent]).toEqual([0, sent.length]);
    expect(sent.length).toBeLessThan(300);
    expect(await run()).toMatchObject({ didWork: false });
    await resumeJob(web, admin, { jobId });
    await changeRate(web, admin, { jobId, rate: 10_000 });
    await run();
    expect(await findJob(web, jobId)).toMatchObject({ state: "done", counts: { sent: 300 } });
  });

  test("cancel a running job: what is out stays counted, the rest stays unsent", async () => {
    const { jobId } = await order(300, { rate: 200 });
    const running = run();
    await waitUntil("some are out", () => sent.length > 0);
    await cancelJob(web, admin, { jobId });
    await running;
    const { counts, state } = await findJob(web, jobId);
    expect(state).toBe("cancelled");
    expect(counts.sent + counts.waiting).toBe(300);
    expect(counts.sent).toBe(sent.length);
  });

  test("let a first lot go out, exactly so many, and then the rest", async () => {
    const { jobId } = await order(80, { firstLot: 33 });
    await run();
    expect(sent.length).toBe(33);
    expect(await findJob(web, jobId)).toMatchObject({ state: "paused", pausedBecause: "first lot", firstLot: 33 });
    await resumeJob(web, admin, { jobId });
    await run();
    expect([await stateOf(jobId), sent.length]).toEqual(["done", 80]);
  });

  test("a job for later waits for its time", async () => {
    await order(3, { startAt: "2099-01-01T00:00:00Z" });
    expect(await run()).toEqual({ didWork: false, isReachable: true });
  });

  test.each([
    ["by a killed worker", "clock_timestamp() - interval '1 second'"],
    ["by a worker that let go of it", null],
  ])(
    "what was left in hand %s of a job that was cancelled is unknown, however long nobody looked",
    async (_, lease) => {
      const owner = database.owner();
      const { jobId } = await order(5);
      await owner`update republish.item set state = 'sending' where job_id = ${jobId} and event_id = (select min(event_id::text)::uuid from republish.item where job_id = ${jobId})`;
      await owner`update republish.job set lease_until = ${lease === null ? null : owner.unsafe(lease)} where id = ${jobId}`;
      await cancelJob(web, admin, { jobId });
      await owner`update republish.job set finished_at = finished_at - interval '2 days' where id = ${jobId}`;
      await settleCancelled(worker);
      expect((await findJob(web, jobId)).counts).toMatchObject({ unknown: 1, waiting: 4 });
    },
  );

  test("what a worker left in hand that let go of a cancelled job is unknown", async () => {
    const { jobId } = await order(5);
    const lease = await leaseJob(worker);
    if (lease?.jobId !== jobId) throw new Error("another job was open");
    await worker.transaction((tx) => claimItems(tx, lease, 2));
    await cancelJob(web, admin, { jobId });
    await settleCancelled(worker);
    expect((await findJob(web, jobId)).counts).toMatchObject({ sending: 2, unknown: 0 });
    await releaseJob(worker, lease, { trouble: null });
    await settleCancelled(worker);
    expect((await findJob(web, jobId)).counts).toMatchObject({ sending: 0, unknown: 2, waiting: 3 });
  });
});

describe("the rate", () => {
  test("holds over its time, and two jobs to one target share it", async () => {
    const rate = 100;
    await Promise.all([order(150, { rate }), order(150, { rate })]);
    const began = performance.now();
    await Promise.all([run(), run()]);
    const tookS = (performance.now() - began) / 1000;
    expect(sent.length).toBe(300);
    // Never faster than the rate, but for what may be caught up; a busy machine may be slower.
    expect(tookS).toBeGreaterThan(300 / rate - 0.25 - 2 * (25 / rate));
  });
});

describe("order", () => {
  test("events of a member go in their order, whatever goes on beside them", async () => {
    const { jobId } = await order(600);
    await run();
    expect(await stateOf(jobId)).toBe("done");
    for (let n = 0; n < 10; n += 1) {
      const ids = sent.filter(({ member }) => member === `m-${n}`).map(({ id }) => id);
      expect(ids).toEqual(ids.toSorted());
      expect(ids.length).toBe(60);
    }
  });

  test("with hold, later events of a member stay back once one has failed; others go on, and a retry takes both", async () => {
    const bad = { kind: "refused", senderFault: true, text: "wrong" } as const;
    let first = "";
    answers = (message) => (message.eventId === first ? bad : null);
    const eventIds = await storeMany(database.owner(), 60);
    first = eventIds[0] ?? "";
    const { jobId } = await createJob(
      web,
      admin,
      makeOrder({ selection: { eventIds }, target: "external-publisher", order: "hold" }),
    );
    await run();
    expect((await findJob(web, jobId)).counts).toMatchObject({ failed: 1, skipped: 5, sent: 54 });
    answers = () => null;
    sent = [];
    const idempotencyKey = crypto.randomUUID();
    const again = await retryJob(web, admin, { jobId, idempotencyKey, reason: "the cause is mended" });
    await run();
    expect([await stateOf(again.jobId), sent.length, sent[0]?.id]).toEqual(["done", 6, first]);
  });
});

describe("beside each other", () => {
  test("one large job runs for each target, others wait with their place; a small one passes", async () => {
    const large = await order(1200, { rate: 50 });
    const next = await order(1100, { rate: 50 });
    const kind = { layer: "internal" as const, isLarge: true };
    const running = run({ kind });
    await waitUntil("it runs", () => sent.length > 0);
    expect(await run({ kind })).toMatchObject({ didWork: false });
    expect((await findJob(web, next.jobId)).place).toBe(1);
    const small = await order(20);
    await run({ kind: { layer: "internal", isLarge: false } });
    expect(await stateOf(small.jobId)).toBe("done");
    expect(await stateOf(large.jobId)).toBe("running");
    stop.abort();
    await running;
  });

  test("a job whose topic refuses waits by itself and never holds up another", async () => {
    answers = (_message, layer) => (layer === "external" ? { kind: "unreachable", text: "Throttling: no" } : null);
    const away = await order(5, { layer: "external", target: "ALL" });
    const [before] = await database.owner()`select clock_timestamp()::text as at`;
    expect(await run()).toEqual({ didWork: true, isReachable: false });
    // It waits for a second; here for longer, however slow this machine is.
    const waiting = await database.owner()`
      update republish.job set next_at = next_at + interval '1 hour'
       where id = ${away.jobId} and next_at >= ${before?.at}::timestamptz + interval '1 second' returning id`;
    expect(waiting.length).toBe(1);
    const other = await order(5);
    await run();
    expect([await stateOf(other.jobId), await stateOf(away.jobId)]).toEqual(["done", "running"]);
    expect(await findJob(web, away.jobId)).toMatchObject({ trouble: "Throttling: no", counts: { waiting: 5 } });
    expect(await run()).toMatchObject({ didWork: false });
  });

  test("three of ten failing inside SNS, at random: all go out, failures alone are tried again, sums add up", async () => {
    answers = () => (Math.random() < 0.3 ? { kind: "refused", senderFault: false, text: "InternalError" } : null);
    const { jobId, eventIds } = await order(120);
    await run();
    const { counts, state } = await findJob(web, jobId);
    expect(state).toBe("done");
    expect(counts.sent + counts.failed).toBe(eventIds.length);
    expect(sent.length).toBe(counts.sent);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(counts.sent);
  });
});
