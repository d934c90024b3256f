import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { storeEvent } from "../../testing/stored-events.ts";
import { createJob } from "../order/create-job.ts";
import { listItems } from "../outcome/list-items.ts";
import { planRepublish } from "../plan/plan-republish.ts";
import { claimItems } from "./claim-items.ts";
import { leaseJob } from "./lease-job.ts";
import { recordItems } from "./record-items.ts";

const database = useDatabase();
let web: Db;
let worker: Db;

beforeAll(async () => {
  await insertTestCatalog(database.owner());
  web = connect({ url: database.url("web"), name: "test", max: 2 });
  worker = connect({ url: database.url("worker"), name: "test", max: 2 });
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
