import { randomUUID } from "node:crypto";
import type { ISql } from "postgres";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { changeThreshold } from "../../staff/settings/thresholds.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { everyRow } from "../../testing/erasure/every-row.ts";
import { keepSearch } from "../search/kept-search.ts";
import { eraseLateValues } from "./erase-late-values.ts";
import { eraseMember, requestErasure } from "./erase-member.ts";
import { memberErasure } from "./member-erasure.ts";

const database = useDatabase();
let web: Db;
let worker: Db;
let asks: Actor;
let does: Actor;
let analyst: Actor;
let memberId: string;
beforeAll(async () => {
  web = connect({ url: database.url("web"), name: "test", max: 2 });
  worker = connect({ url: database.url("worker"), name: "test", max: 1 });
  await insertTestCatalog(database.owner());
  [asks, does] = [await makeActor(database.owner(), "admin"), await makeActor(database.owner(), "admin")];
  analyst = await makeActor(database.owner(), "analyst");
});
afterAll(() => Promise.all([web.$client.end(), worker.$client.end()]));
beforeEach(() => {
  memberId = `m-${randomUUID()}`;
});

/** What one member alone has, and what others have, too. */
const own = { deviceId: "d-canary-own", ip: "203.0.113.66", device: "Canary Phone 9" };
const shared = { deviceId: "d-canary-shared", ip: "203.0.113.77" };
const traces = [...Object.values(own), ...Object.values(shared)];

function record(of: string, context: object, sql: ISql = database.owner()) {
  return sql`select event.record_member_event(${of}, 'thing.changed', '{"note": {"to": "n"}}', ${JSON.stringify(context)}::text::jsonb)`;
}

async function keepDevices(value: 0 | 1) {
  await changeThreshold(web, does, { name: "keep-erased-devices", value, reason: "a test needs it so" });
}

async function erase() {
  const { requestId } = await requestErasure(web, asks, {
    memberId,
    reason: "asked for by letter",
    caseNumber: "ER-1",
  });
  return eraseMember(web, does, { requestId });
}

/** Access records keep what staff asked for: nothing deletes or changes them. */
const dumped = async (except: readonly string[] = ["staff.access_record"]) => {
  const dump = await everyRow(database.owner(), except);
  return traces.filter((trace) => dump.includes(trace));
};

test("devices and addresses stay unless the setting says otherwise, and the page of the erasure says which", async () => {
  await record(memberId, own);
  expect(await memberErasure(web, does, { memberId })).toMatchObject({ clearsDevices: false });
  await erase();
  expect(await dumped()).toEqual(Object.values(own));
  // For the tests after it.
  await database.owner()`update event.member_event set device_id = null, ip = null, context = '{}' where member_id = ${memberId}`;
});

test("with the setting a dump holds no device and no address of an erased member, whatever was made of them", async () => {
  await keepDevices(0);
  await record(memberId, own);
  await erase();
  // Nobody has searched for them yet: the records of the erasure itself hold none.
  expect(await dumped([])).toEqual([]);
  memberId = `m-${randomUUID()}`;
  await record(memberId, own);
  await keepSearch(web, analyst, {
    conditions: [{ field: "device", operator: "any", values: [own.deviceId] }],
    policy: null,
  });
  await database.owner()`
    insert into republish.job (idempotency_key, selection, layer, target, reason, requested_by, rate, order_digest, send_order, state)
    values (uuidv7(), ${JSON.stringify({ conditions: [{ field: "ip", operator: "any", values: [own.ip] }] })}::text::jsonb, 1, 'ALL', 'a test needs it', ${analyst.accountId}, 10, '-', 'member', 'done')`;
  await database.owner()`
    insert into event.shared_value (kind, days, value, members, members_before, suspended, first_at, last_at)
    values ('device', 7, ${own.deviceId}, 2, 0, 0, now(), now())`;
  expect(await memberErasure(web, does, { memberId })).toMatchObject({
    clearsDevices: true,
    extent: { deviceEvents: 1 },
  });
  expect(await dumped()).toEqual(Object.values(own));
  await erase();
  expect(await dumped()).toEqual([]);
  const due = await database.owner()`select from event.shared_ranking where counted_at is null`;
  expect(due.length).toBeGreaterThan(0);
});

test("what another member has, too, stays that member's, with the searches for it", async () => {
  await keepDevices(0);
  await record(memberId, shared);
  await record("m-other", shared);
  const asked = {
    conditions: [{ field: "device" as const, operator: "any" as const, values: [shared.deviceId] }],
    policy: null,
  };
  await keepSearch(web, analyst, asked);
  await erase();
  const left =
    await database.owner()`select member_id from event.member_event where device_id = ${shared.deviceId} or ip = ${shared.ip}`;
  expect(left.map((row) => row.member_id)).toEqual(["m-other"]);
  expect(await database.owner()`select from staff.kept_search k where k::text like '%d-canary-shared%'`).toHaveLength(
    1,
  );
});

test("what comes of an erased member later keeps none, stored, imported or from an open transaction", async () => {
  await keepDevices(0);
  await database.owner().begin(async (sql) => {
    await record(memberId, own, sql);
    await erase();
  });
  expect(await dumped()).toContain(own.deviceId);
  await eraseLateValues(worker);
  await record(memberId, own);
  const row = {
    n: 1,
    sourceEventId: randomUUID(),
    memberId,
    action: "thing.changed",
    attributes: { note: { to: "n" } },
  };
  const rows = JSON.stringify([{ ...row, context: own, occurredAt: new Date(Date.now() - 60_000) }]);
  const [taken] = await database.owner()`select is_new from event.import_events('test', ${rows}::text::jsonb)`;
  expect(taken).toEqual({ is_new: true });
  expect(await database.owner()`select from event.member_event where member_id = ${memberId}`).toHaveLength(4);
  expect(await dumped()).toEqual(Object.values(shared));
});
