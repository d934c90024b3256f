import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { storeEvent } from "../testing/stored-events.ts";
import { createServiceToken } from "./create-service-token.ts";
import { registerSubscriber } from "./register-subscriber.ts";
import { reportHandled } from "./report-handled.ts";

const database = useDatabase();
let web: Db;
let token: string;
beforeAll(async () => {
  await insertTestCatalog(database.owner());
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  await registerSubscriber(owner, {
    ...{ id: "ledger", layer: "external", ownerDomain: "pay", placement: "external", replayRule: "unknown" },
    description: { ko: "장부", en: "ledger" },
    queueName: "test-ledger",
    policy: { target: ["ALL", "ledger"] },
  });
  token = await createServiceToken(owner, { subscriberId: "ledger", scope: ["state"] });
  await owner.$client.end();
  web = connect({ url: database.url("web"), name: "test", max: 2 });
});
afterAll(() => web.$client.end());

test("each delivery is reported once, in the reporter's own name; the detector's is the first message's", async () => {
  const { eventId } = await storeEvent(database.owner(), { memberId: "m-handled" });
  const job = randomUUID();
  const report = (given: object) => reportHandled(web, { eventId, token, ip: null, outcome: "booked", ...given });
  expect(await report({})).toEqual({ kind: "recorded" });
  await report({ replay: "detector", outcome: "booked again" });
  await report({ replay: job, outcome: "corrected" });
  await report({ replay: job, outcome: "too late" });
  const rows = await database.owner()`
    select handler, delivery, outcome from event.inbox where event_id = ${eventId} order by handled_at`;
  expect([...rows]).toEqual([
    { handler: "ledger", delivery: "live", outcome: "booked" },
    { handler: "ledger", delivery: job, outcome: "corrected" },
  ]);
  const records = await database.owner()`
    select login, member_ids, result from staff.access_record where act = 'handled' order by id limit 1`;
  expect([...records]).toEqual([{ login: "service:ledger", member_ids: ["m-handled"], result: "done" }]);
});

test("an unknown token reports nothing, and an unknown event is refused", async () => {
  const { eventId } = await storeEvent(database.owner());
  const given = { eventId, ip: null, outcome: "booked" };
  expect(await reportHandled(web, { ...given, token: "wrong" })).toEqual({ kind: "unauthorized", refused: "unknown" });
  expect(await database.owner()`select from event.inbox where event_id = ${eventId}`).toHaveLength(0);
  await expect(reportHandled(web, { ...given, token, eventId: randomUUID() })).rejects.toMatchObject({
    code: "not-found",
    field: "eventId",
  });
});
