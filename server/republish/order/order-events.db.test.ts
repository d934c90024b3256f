import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { OutgoingMessage } from "../../messaging/message.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { makeOrder } from "../../testing/republish-jobs.ts";
import { storeEvent } from "../../testing/stored-events.ts";
import type { GivenOrder } from "../../vocabulary/republish-order.ts";
import { registerWorkerSubscribers } from "../../workers/worker-subscribers.ts";
import { listJobs } from "../outcome/list-jobs.ts";
import { listTargets } from "../plan/list-targets.ts";
import { createJob } from "./create-job.ts";

const database = useDatabase();
let web: Db;
let admin: Actor;
let event: OutgoingMessage;

beforeAll(async () => {
  await insertTestCatalog(database.owner());
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  await registerWorkerSubscribers(owner, "test-");
  await owner.$client.end();
  web = connect({ url: database.url("web"), name: "test", max: 8 });
  admin = await makeActor(database.owner(), "admin");
  event = await storeEvent(database.owner());
});
afterAll(() => web.$client.end());

function order({ eventIds = [event.eventId], ...given }: Partial<GivenOrder> & { eventIds?: string[] } = {}) {
  return makeOrder({ selection: { eventIds }, ...given });
}

describe("ordering", () => {
  test("fifty orders with one key at once are one job, for everybody who asked", async () => {
    const same = order();
    const answers = await Promise.all(Array.from({ length: 50 }, () => createJob(web, admin, same)));
    expect(new Set(answers.map(({ jobId }) => jobId)).size).toBe(1);
    const [made] = await database.owner()`
      select count(*)::int as jobs, (select count(*)::int from staff.access_record where act = 'republish' and what ->> 'jobId' = ${answers[0]?.jobId ?? ""}) as records
        from republish.job where idempotency_key = ${same.idempotencyKey}`;
    expect(made).toEqual({ jobs: 1, records: 1 });
  });

  test("the same key of another person is another job", async () => {
    const same = order();
    const other = await makeActor(database.owner(), "admin");
    const [one, two] = [await createJob(web, admin, same), await createJob(web, other, same)];
    expect(one.jobId).not.toBe(two.jobId);
  });

  const refused: [string, Parameters<typeof order>[0], { code: string; field: string }][] = [
    ["an event that is not there", { eventIds: [randomUUID()] }, { code: "not-found", field: "eventId" }],
    ["a target nobody has", { target: "nobody" }, { code: "bad-input", field: "target" }],
    [
      "a subscriber of the other layer",
      { target: "external-publisher", layer: "external" },
      { code: "bad-input", field: "target" },
    ],
    ["the recorder", { target: "recorder" }, { code: "bad-input", field: "target" }],
  ];
  test.each(refused)("refuses %s and names the field", async (_what, given, error) => {
    await expect(createJob(web, admin, order(given))).rejects.toMatchObject(error);
  });

  test("refuses a key that was used for another order, an internal event outside, and an imported one", async () => {
    const first = order();
    await createJob(web, admin, first);
    const another = { ...first, target: "external-publisher" };
    await expect(createJob(web, admin, another)).rejects.toMatchObject({
      code: "conflict",
      field: "idempotencyKey",
    });
    const { eventId: internal } = await storeEvent(database.owner(), { action: "thing.seen" });
    const outside = order({ eventIds: [internal], layer: "external" });
    await expect(createJob(web, admin, outside)).rejects.toMatchObject({ code: "bad-input", field: "layer" });
    await database.owner()`update event.member_event set origin = 1 where id = ${internal}`;
    await expect(createJob(web, admin, order({ eventIds: [internal] }))).rejects.toMatchObject({ field: "eventId" });
  });

  test.each(["agent", "analyst", "auditor"] as const)("refuses the %s, who gets no job", async (role) => {
    const actor = await makeActor(database.owner(), role);
    await expect(createJob(web, actor, order())).rejects.toMatchObject({ code: "forbidden" });
    await expect(listJobs(web, actor)).rejects.toMatchObject({ code: "forbidden" });
    await expect(listTargets(web, actor, { eventId: event.eventId, layer: "internal" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
