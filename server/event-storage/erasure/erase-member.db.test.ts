import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { pushCatalog } from "../../catalog/push-catalog.ts";
import { connect, type Db } from "../../db.ts";
import { migrateDemo } from "../../demo/migrate-demo.ts";
import demoCatalog from "../../members/catalog.json" with { type: "json" };
import type { Actor } from "../../staff/actor.ts";
import { checkChain } from "../../staff/seal/check-chain.ts";
import { sealRecords } from "../../staff/seal/seal-records.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { everyRow } from "../../testing/erasure/every-row.ts";
import { memberProfile } from "../member/member-profile.ts";
import { revealField } from "../member/reveal-field.ts";
import { keepSearch } from "../search/kept-search.ts";
import { eraseMember, requestErasure, withdrawErasure } from "./erase-member.ts";
import { liftHold, placeHold } from "./legal-hold.ts";

const database = useDatabase();
let db: Db;
let [one, other]: Actor[] = [];
let memberId: string;
const canaries = {
  name: "카나리아새",
  phone: "010-7777-3141",
  email: "canary-bird@nest.example",
  address: "Canary Street 4711 Seoul",
};
beforeAll(async () => {
  await migrateDemo(database.url());
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  await pushCatalog(owner, demoCatalog);
  await owner.$client.end();
  db = connect({ url: database.url("web"), name: "test", max: 4 });
  [one, other] = [await makeActor(database.owner(), "admin"), await makeActor(database.owner(), "admin")];
});
afterAll(() => db.$client.end());
beforeEach(async () => {
  memberId = `m-${randomUUID()}`;
  const { name, phone, email, address } = canaries;
  await database.owner()`
    insert into member.member (id, name, phone, email, address) values (${memberId}, ${name}, ${phone}, ${email}, ${address})`;
  const attributes = { phoneNumber: { from: "010-2222-3142", to: phone }, emailAddress: { to: email } };
  await database.owner()`
    select event.record_member_event(${memberId}, 'phone-number.changed', ${JSON.stringify({ phoneNumber: attributes.phoneNumber })}::text::jsonb,
      '{"deviceId": "d-canary", "ip": "203.0.113.66"}')`;
});

const why = { reason: "the member asked for it by letter", caseNumber: "ER-2026/1" };
const admins = (): [Actor, Actor] => {
  if (!one || !other) throw new Error("no admins");
  return [one, other];
};

async function erase() {
  const [asks, does] = admins();
  const { requestId } = await requestErasure(db, asks, { memberId, ...why });
  return eraseMember(db, does, { requestId });
}

test("nothing of an erased member is left in any table, but the masks and an event that says so", async () => {
  const analyst = await makeActor(database.owner(), "analyst");
  await keepSearch(db, analyst, {
    conditions: [{ field: "attribute", name: "phoneNumber", operator: "any", values: [canaries.phone] }],
    policy: null,
  });
  const condition = { field: "attribute", name: "phoneNumber", operator: "any", values: ["010 7777 3141"] };
  const [job] = await database.owner()`
    insert into republish.job (idempotency_key, selection, layer, target, reason, requested_by, rate, order_digest, send_order, state)
    values (uuidv7(), ${JSON.stringify({ conditions: [condition] })}::text::jsonb, 1, 'ALL', 'a test needs it', ${analyst.accountId}, 10, '-', 'member', 'done') returning id`;
  expect(await everyRow(database.owner())).toContain("77773141");
  const { eventId } = await erase();
  const dump = (await everyRow(database.owner())).toLowerCase();
  for (const trace of [
    "7777-3141",
    "77773141",
    "7777 3141",
    "22223142",
    "canary-bird",
    "canary street",
    canaries.name,
  ]) {
    expect(dump, trace).not.toContain(trace.toLowerCase());
  }
  const [ordered] = await database.owner()`select selection from republish.job where id = ${job?.id}`;
  expect(ordered?.selection).toEqual({ conditions: [{ ...condition, values: ["***"] }] });
  const [event] = await database.owner()`
    select action, attributes, internal_status, external_status from event.member_event_status where id = ${eventId}`;
  expect(event).toEqual({
    action: "member.erased",
    attributes: {},
    internal_status: "waiting",
    external_status: "waiting",
  });
  const agent = await makeActor(database.owner(), "agent");
  expect(await memberProfile(db, agent, { memberId })).toMatchObject({
    name: null,
    phone: null,
    email: null,
    address: null,
  });
  const order = { memberId, field: "phone", reasonCode: "contact-member", ...why } as const;
  await expect(revealField(db, agent, order)).rejects.toThrow("was erased");
  const found =
    await database.owner()`select from event.find_personal('phone', ${canaries.phone}) f where f.member_id = ${memberId}`;
  expect(found).toHaveLength(0);
  const marked = await database.owner()`select tombstone_id from event.erased_member where member_id = ${memberId}`;
  expect([...marked]).toEqual([{ tombstone_id: eventId }]);
});

test("the chain of access records stands after an erasure", async () => {
  const worker = connect({ url: database.url("worker"), name: "test", max: 1 });
  await erase();
  while ((await sealRecords(worker, { anchorDir: null })).sealed > 0);
  expect((await checkChain(worker, { anchorDir: null })).fault).toBeNull();
  await worker.$client.end();
});

test("whoever asked cannot do it, an analyst neither, and it is done once", async () => {
  const [asks, does] = admins();
  const { requestId } = await requestErasure(db, asks, { memberId, ...why });
  await expect(requestErasure(db, does, { memberId, ...why })).rejects.toMatchObject({ code: "conflict" });
  await expect(eraseMember(db, asks, { requestId })).rejects.toMatchObject({ code: "forbidden" });
  await expect(eraseMember(db, { ...does, isProved: false }, { requestId })).rejects.toMatchObject({
    code: "unproved",
  });
  const analyst = await makeActor(database.owner(), "analyst");
  await expect(eraseMember(db, analyst, { requestId })).rejects.toThrow("member:erase");
  await expect(eraseMember(db, { ...analyst, role: "admin" }, { requestId })).rejects.toMatchObject({
    code: "forbidden",
  });
  await eraseMember(db, does, { requestId });
  await expect(eraseMember(db, does, { requestId })).rejects.toMatchObject({ code: "not-found" });
  await expect(requestErasure(db, asks, { memberId, ...why })).rejects.toThrow("erased already");
  const acts = await database.owner()`
    select act, result from staff.access_record where ${memberId} = any(member_ids) and account_id = any(${[asks.accountId, does.accountId]}) order by id`;
  expect(acts.map(({ act, result }) => `${act} ${result}`)).toEqual([
    ...["erasure.request done", "erasure.request refused", "erasure.confirm refused", "erasure.confirm done"],
    "erasure.request refused",
  ]);
});

test("a legal hold stops a request, an open one too, until it is lifted", async () => {
  const [asks, does] = admins();
  const { requestId } = await requestErasure(db, asks, { memberId, ...why });
  await placeHold(db, does, { memberId, ...why });
  await expect(placeHold(db, does, { memberId, ...why })).rejects.toMatchObject({ code: "conflict" });
  await expect(eraseMember(db, does, { requestId })).rejects.toThrow("legal hold");
  expect(await everyRow(database.owner())).toContain("77773141");
  await withdrawErasure(db, asks, { requestId });
  await expect(requestErasure(db, asks, { memberId, ...why })).rejects.toThrow("legal hold");
  await liftHold(db, asks, { memberId, reason: why.reason });
  await expect(liftHold(db, asks, { memberId, reason: why.reason })).rejects.toMatchObject({ code: "conflict" });
  await erase();
});
