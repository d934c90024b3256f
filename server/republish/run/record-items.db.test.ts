import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { OutgoingMessage } from "../../messaging/message.ts";
import { recordPublication } from "../../publication/record-publication.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { holdLock } from "../../testing/locks/hold-lock.ts";
import { insertTestSubscribers } from "../../testing/republish-jobs.ts";
import { asReceived, storeEvent } from "../../testing/stored-events.ts";
import { createJob } from "../order/create-job.ts";
import { listItems } from "../outcome/list-items.ts";
import { planRepublish } from "../plan/plan-republish.ts";
import { claimItems } from "./claim-items.ts";
import { type JobLease, leaseJob, settleCancelled } from "./lease-job.ts";
import { recordItems } from "./record-items.ts";

const database = useDatabase();
let web: Db;
let worker: Db;

beforeAll(async () => {
  await insertTestSubscribers(database);
  web = connect({ url: database.url("web"), name: "test", max: 2 });
  worker = connect({ url: database.url("worker"), name: "test", max: 4 });
});
afterAll(() => Promise.all([web.$client.end(), worker.$client.end()]));

test("what the recorder confirms before the answer of SNS is written down was not sent after that", async () => {
  const admin = await makeActor(database.owner(), "admin");
  const { eventId } = await storeEvent(database.owner());
  const { jobId } = await createJob(web, admin, {
    idempotencyKey: randomUUID(),
    selection: { eventIds: [eventId] },
    layer: "internal",
    target: "ALL",
    reason: "a batch was lost",
  });
  const lease = await leaseJob(worker);
  if (lease === null) throw new Error("no job was open");
  await worker.transaction((tx) => claimItems(tx, lease, 10));
  await database.owner()`update republish.item set confirmed_at = clock_timestamp() - interval '1 second' where job_id = ${jobId}`;
  await worker.transaction((tx) =>
    recordItems(tx, lease, [{ eventId, attempt: 1, outcome: { kind: "accepted", messageId: randomUUID() } }]),
  );
  const [item] = (await listItems(web, admin, { jobId })).items;
  expect(item).toMatchObject({ state: "confirmed", sentAt: item?.confirmedAt });
});

test("nothing of an erased member is sent again but that it was erased, and the plan says so", async () => {
  const owner = database.owner();
  const admin = await makeActor(owner, "admin");
  const [erased, tombstone, other] = [
    await storeEvent(owner, { memberId: "erased-1" }),
    await storeEvent(owner, { memberId: "erased-1" }),
    await storeEvent(owner, { memberId: "stays-1" }),
  ];
  const eventIds = [erased.eventId, tombstone.eventId, other.eventId];
  const asked = { selection: { eventIds }, layer: "internal" as const, target: "ALL" };
  await owner`insert into event.erased_member (member_id, request_id, tombstone_id) values ('erased-1', ${randomUUID()}, ${tombstone.eventId})`;
  const { warnings } = await planRepublish(web, admin, { ...asked, rate: 10 });
  expect(warnings).toContainEqual({ kind: "erased", count: 1, isEstimate: false });
  const { jobId } = await createJob(web, admin, { ...asked, idempotencyKey: randomUUID(), reason: "a batch was lost" });
  const lease = await leaseJob(worker);
  if (lease?.jobId !== jobId) throw new Error("another job was open");
  const { claimed, items } = await worker.transaction((tx) => claimItems(tx, lease, 10));
  expect(claimed).toBe(3);
  expect(items.map(({ message }) => message.eventId).sort()).toEqual([tombstone.eventId, other.eventId].sort());
  const listed = (await listItems(web, admin, { jobId })).items;
  expect(listed.find(({ eventId }) => eventId === erased.eventId)).toMatchObject({
    ...{ state: "skipped", skippedBecause: "erased" },
  });
});

/** Ten items in hand, and the messages of them as they come back, in the other order. */
async function tenInHand() {
  const owner = database.owner();
  const messages: OutgoingMessage[] = [];
  for (let n = 0; n < 10; n += 1) messages.push(await storeEvent(owner, { memberId: `ten-${n}` }));
  const eventIds = messages.map(({ eventId }) => eventId).toSorted();
  const { jobId } = await createJob(web, await makeActor(owner, "admin"), {
    ...{ idempotencyKey: randomUUID(), selection: { eventIds }, layer: "internal", target: "external-publisher" },
    reason: "a batch was lost",
  });
  const lease = await leaseJob(worker);
  if (lease?.jobId !== jobId) throw new Error("another job was open");
  await worker.transaction((tx) => claimItems(tx, lease, 10));
  const received = messages
    .toSorted((a, b) => (a.eventId < b.eventId ? 1 : -1))
    .map((message) => asReceived(message, { target: "external-publisher", replay: jobId, attempt: "1" }));
  return { lease, eventIds, received };
}

const writers: Record<string, (lease: JobLease, eventIds: readonly string[]) => Promise<unknown>> = {
  "writes down what became of them": (lease, eventIds) =>
    recordItems(
      worker,
      lease,
      eventIds.map((eventId) => ({ eventId, attempt: 1, outcome: { kind: "accepted", messageId: "m" } })),
    ),
  "takes its job over": async ({ jobId }) => {
    await database.owner()`update republish.job set lease_until = clock_timestamp() - interval '1 second' where id = ${jobId}`;
    if ((await leaseJob(worker))?.jobId !== jobId) throw new Error("another job was open");
  },
  "settles what was cancelled": async ({ jobId }) => {
    await database.owner()`update republish.job set state = 'cancelled', finished_at = clock_timestamp(), lease_until = clock_timestamp() - interval '1 second' where id = ${jobId}`;
    await settleCancelled(worker);
  },
};

test.each(Object.entries(writers))(
  "whoever confirms the items of a job and whoever %s do not deadlock",
  async (_, write) => {
    const { lease, eventIds, received } = await tenInHand();
    const { jobId } = lease;
    const lock = await holdLock(
      database.owner(),
      (tx) => tx`select from republish.item where job_id = ${jobId} and event_id = ${eventIds[0] ?? ""} for update`,
    );
    const written = write(lease, eventIds);
    await lock.waiters(1);
    const ends = Promise.allSettled([written, recordPublication(worker, received)]);
    await lock.waiters(2);
    await lock.release();
    expect(await ends).toMatchObject([{ status: "fulfilled" }, { status: "fulfilled" }]);
    const states = await database.owner()`select distinct state from republish.item where job_id = ${jobId}`;
    expect(states).toEqual([{ state: "confirmed" }]);
    await database.owner()`update republish.job set state = 'done' where id = ${jobId}`;
  },
);
