import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { OutgoingMessage } from "../../messaging/message.ts";
import { type Queues, queueClients } from "../../messaging/queues.ts";
import { type Topics, topicClients } from "../../messaging/topic-clients.ts";
import { recordPublication } from "../../publication/record-publication.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { useMessaging } from "../../testing/messaging.ts";
import { makeOrder } from "../../testing/republish-jobs.ts";
import { storeEvent } from "../../testing/stored-events.ts";
import { drainQueue, makeWitnessedTopology } from "../../testing/topology.ts";
import { waitUntil } from "../../testing/wait-until.ts";
import { type SnsProxy, startSnsProxy } from "../../testing/wire/sns-proxy.ts";
import type { GivenOrder } from "../../vocabulary/republish-order.ts";
import { createJob } from "../order/create-job.ts";
import { listItems } from "../outcome/list-items.ts";
import { listJobs } from "../outcome/list-jobs.ts";
import { showJob } from "../outcome/show-job.ts";
import { claimItems } from "./claim-items.ts";
import { type JobLease, leaseJob, renewLease } from "./lease-job.ts";
import { runJobs } from "./run-jobs.ts";

const database = useDatabase();
const messaging = useMessaging();
let web: Db;
let worker: Db;
let admin: Actor;
let proxy: SnsProxy;
let topics: Topics;
let queues: Queues;
let witness: string;
let event: OutgoingMessage;

beforeAll(async () => {
  await insertTestCatalog(database.owner());
  web = connect({ url: database.url("web"), name: "test", max: 8 });
  worker = connect({ url: database.url("worker"), name: "test", max: 8 });
  admin = await makeActor(database.owner(), "admin");
  const made = await makeWitnessedTopology(database.url(), messaging.prefix);
  witness = made.witness;
  proxy = await startSnsProxy(messaging.snsEndpoint);
  process.env.AWS_ENDPOINT_URL_SNS = proxy.url;
  topics = topicClients(made.topics);
  queues = queueClients();
  event = await storeEvent(database.owner());
});
afterAll(async () => {
  topics.close();
  queues.close();
  await Promise.all([proxy.stop(), web.$client.end(), worker.$client.end()]);
});
beforeEach(async () => {
  proxy.mode = "forward";
  await database.owner()`update republish.job set state = 'cancelled', lease_until = null where state in ('waiting', 'running', 'paused', 'approval', 'freezing')`;
});

function order({ eventIds = [event.eventId], ...given }: Partial<GivenOrder> & { eventIds?: string[] } = {}) {
  return makeOrder({ selection: { eventIds }, ...given });
}

/** A job over several events. */
async function orderMany(count: number): Promise<{ jobId: string; eventIds: string[] }> {
  const eventIds = [event.eventId];
  while (eventIds.length < count) eventIds.push((await storeEvent(database.owner())).eventId);
  return { ...(await createJob(web, admin, order({ target: "external-publisher", eventIds }))), eventIds };
}

/** Jobs that wait after trouble are ready again. */
const itsTimeHasCome = () =>
  database.owner()`update republish.job set next_at = clock_timestamp() where state = 'running'`;

const itemsOf = async (jobId: string) => (await listItems(web, admin, { jobId })).items;

describe("sending", () => {
  test("goes out once, to its target exactly, with the job's id and the stored text", async () => {
    const { jobId } = await createJob(web, admin, order({ target: "external-publisher" }));
    await runJobs(worker, { topics });
    const [one, ...more] = await drainQueue(queues, witness, 1);
    expect(more).toEqual([]);
    expect(one?.body).toBe(event.body);
    expect(one?.message).toMatchObject({ target: "external-publisher", replay: jobId, attempt: 1, layer: "internal" });
    expect((await drainQueue(queues, `${messaging.prefix}external-publisher`, 1)).length).toBe(1);
    expect(await queues.counts(`${messaging.prefix}log-out-elsewhere`)).toEqual({ waiting: 0, inFlight: 0 });
    expect((await drainQueue(queues, `${messaging.prefix}recorder`, 1)).length).toBe(1);
  });

  test("the recorder's message confirms the item, and publishes nothing that was for one target", async () => {
    const { eventId } = await storeEvent(database.owner());
    const { jobId } = await createJob(web, admin, order({ eventIds: [eventId], target: "external-publisher" }));
    await runJobs(worker, { topics });
    const before = await showJob(web, admin, { jobId });
    expect(before.job).toMatchObject({ state: "done", counts: { sent: 1, confirmed: 0 } });
    const [one] = await drainQueue(queues, witness, 1);
    if (one?.message)
      expect(await recordPublication(worker, [one.message, one.message])).toMatchObject({ published: 0 });
    expect((await showJob(web, admin, { jobId })).job).toMatchObject({ counts: { sent: 0, confirmed: 1 } });
    expect(await itemsOf(jobId)).toMatchObject([{ eventId, state: "confirmed", error: null, event: { id: eventId } }]);
    expect((await listJobs(web, admin)).jobs[0]).toMatchObject({ id: jobId, requestedBy: admin.login });
  });

  test("an external order goes to the external topic in the closed form", async () => {
    await createJob(web, admin, order({ layer: "external" }));
    await runJobs(worker, { topics });
    const [one] = await drainQueue(queues, witness, 1);
    expect(one?.message).toMatchObject({ layer: "external", target: "ALL", event: { attributes: {} } });
  });

  test("a job of 25 events sends each once, and its counts add up", async () => {
    const { jobId, eventIds } = await orderMany(25);
    await runJobs(worker, { topics });
    const ids = (await drainQueue(queues, witness, 25)).map((one) => one.message?.event.eventId);
    expect(ids.sort()).toEqual(eventIds.sort());
    expect((await showJob(web, admin, { jobId })).job).toMatchObject({
      state: "done",
      counts: { sent: 25, waiting: 0, sending: 0 },
    });
  });

  test("a failing event does not hold up the others, is tried again alone, and says why", async () => {
    const { eventId } = await storeEvent(database.owner(), { note: "poison" });
    const others = [event.eventId, (await storeEvent(database.owner())).eventId];
    const { jobId } = await createJob(
      web,
      admin,
      order({ target: "external-publisher", eventIds: [eventId, ...others] }),
    );
    proxy.mode = { failing: "poison" };
    await runJobs(worker, { topics });
    const { job, errors } = await showJob(web, admin, { jobId });
    expect(job).toMatchObject({ state: "done", counts: { sent: 2, failed: 1 } });
    expect(errors).toMatchObject([{ text: expect.stringMatching(/failed inside/), count: 1 }]);
    expect((await itemsOf(jobId)).find((item) => item.eventId === eventId)).toMatchObject({ attempts: 5 });
    await drainQueue(queues, witness, 2);
  });

  test("with SNS away the job waits, and no attempt is counted", async () => {
    const { jobId } = await createJob(web, admin, order());
    proxy.mode = "throttle";
    expect(await runJobs(worker, { topics })).toEqual({ didWork: true, isReachable: false });
    expect((await showJob(web, admin, { jobId })).job).toMatchObject({
      state: "running",
      counts: { waiting: 1 },
      trouble: expect.stringMatching(/Throttling/),
    });
    expect(await runJobs(worker, { topics })).toEqual({ didWork: false, isReachable: true });
    proxy.mode = "forward";
    await itsTimeHasCome();
    await runJobs(worker, { topics });
    const [one] = await drainQueue(queues, witness, 1);
    expect(one?.message).toMatchObject({ replay: jobId, attempt: 1 });
  });

  test("an item whose answer is lost three times is left as unknown, until the recorder has seen it", async () => {
    const { jobId } = await createJob(web, admin, order({ target: "external-publisher" }));
    proxy.mode = "cut";
    for (let n = 0; n < 3; n += 1) {
      await itsTimeHasCome();
      await runJobs(worker, { topics });
    }
    proxy.mode = "forward";
    await itsTimeHasCome();
    await runJobs(worker, { topics });
    expect((await showJob(web, admin, { jobId })).job).toMatchObject({ state: "done", counts: { unknown: 1 } });
    const seen = await drainQueue(queues, witness, 3);
    await recordPublication(
      worker,
      seen.flatMap(({ message }) => message ?? []),
    );
    expect((await showJob(web, admin, { jobId })).job).toMatchObject({ counts: { unknown: 0, confirmed: 1 } });
  });

  test("the stop switch holds jobs of its layer", async () => {
    await createJob(web, admin, order());
    await database.owner()`update event.layer_control set stopped_at = now(), stopped_by = 'x', stop_reason = 'y', stop_scope = 'jobs' where layer = 1`;
    expect(await runJobs(worker, { topics })).toEqual({ didWork: false, isReachable: true });
    await database.owner()`update event.layer_control set stopped_at = null, stop_scope = null where layer = 1`;
    expect(await runJobs(worker, { topics })).toMatchObject({ didWork: true });
    await drainQueue(queues, witness, 1);
  });
});

describe("leases", () => {
  async function lease(): Promise<JobLease> {
    const taken = await leaseJob(worker);
    if (taken === null) throw new Error("no job was open");
    return taken;
  }
  const endLease = () =>
    database.owner()`update republish.job set lease_until = clock_timestamp() - interval '1 second' where state = 'running'`;

  /** As after its holder slept beyond the lease: what it still asks of the database meanwhile renews it. */
  async function takeOver(): Promise<JobLease> {
    let taken: JobLease | null = null;
    await waitUntil("the lease of the other", async () => {
      await endLease();
      taken = await leaseJob(worker);
      return taken !== null;
    });
    return taken ?? lease();
  }

  test("a job that is held is nobody else's", async () => {
    await createJob(web, admin, order());
    await lease();
    expect(await leaseJob(worker)).toBeNull();
  });

  test("what a killed worker left as sending is sent again by the next one", async () => {
    const { jobId, eventIds } = await orderMany(12);
    const dead = await lease();
    await worker.transaction(async (tx) => void (await claimItems(tx, dead, 10)));
    expect((await showJob(web, admin, { jobId })).job).toMatchObject({ counts: { sending: 10, waiting: 2 } });
    await endLease();
    await runJobs(worker, { topics });
    const seen = await drainQueue(queues, witness, 12);
    expect(seen.map((one) => one.message?.event.eventId).sort()).toEqual(eventIds.sort());
    expect(seen.filter((one) => one.message?.attempt === 2).length).toBe(10);
  });

  test("a worker that slept beyond its lease is refused: what it sent, it may not write down", async () => {
    const { jobId } = await createJob(web, admin, order({ target: "external-publisher" }));
    const asleep = Promise.withResolvers<void>();
    const called = Promise.withResolvers<void>();
    const sleepy = {
      async publishBatch(...args: Parameters<Topics["publishBatch"]>) {
        called.resolve();
        await asleep.promise;
        return topics.publishBatch(...args);
      },
    };
    const sleeping = runJobs(worker, { topics: sleepy });
    await called.promise;
    const other = await takeOver();
    await database.owner()`update republish.item set error = 'the new holder was here' where job_id = ${jobId}`;
    asleep.resolve();
    await sleeping;
    expect((await showJob(web, admin, { jobId })).job).toMatchObject({ state: "running", counts: { waiting: 1 } });
    expect(await itemsOf(jobId)).toMatchObject([{ state: "waiting", error: "the new holder was here" }]);
    expect(await worker.transaction((tx) => renewLease(tx, other))).toMatchObject({ kind: "held" });
    await drainQueue(queues, witness, 1);
  });

  test("four workers on one job send each of 40 events once", async () => {
    const { eventIds } = await orderMany(40);
    await Promise.all(Array.from({ length: 4 }, () => runJobs(worker, { topics })));
    await waitUntil("the job's end", async () => !(await runJobs(worker, { topics })).didWork);
    const ids = (await drainQueue(queues, witness, 40)).map((one) => one.message?.event.eventId);
    expect(ids.sort()).toEqual(eventIds.sort());
  });
});
