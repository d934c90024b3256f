import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { pushCatalog } from "../../catalog/push-catalog.ts";
import { connect, type Db } from "../../db.ts";
import { migrateDemo } from "../../demo/migrate-demo.ts";
import demoCatalog from "../../members/catalog.json" with { type: "json" };
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { eraseLateValues } from "./erase-late-values.ts";
import { eraseMember, requestErasure } from "./erase-member.ts";
import { placeHold } from "./legal-hold.ts";
import { memberErasure } from "./member-erasure.ts";

const database = useDatabase();
let db: Db;
let asks: Actor;
let does: Actor;
let memberId: string;
beforeAll(async () => {
  await migrateDemo(database.url());
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  await pushCatalog(owner, demoCatalog);
  await owner.$client.end();
  db = connect({ url: database.url("web"), name: "test", max: 4 });
  [asks, does] = [await makeActor(database.owner(), "admin"), await makeActor(database.owner(), "admin")];
});
afterAll(() => db.$client.end());
beforeEach(async () => {
  memberId = `m-${randomUUID()}`;
  await changePhone(database.owner(), "010-5151-3141");
});

const why = { reason: "the member asked for it by letter", caseNumber: "ER-2026/2" };
const phone = (to: string) => JSON.stringify({ phoneNumber: { to } });
const changePhone = (sql: Sql, to: string) =>
  sql`select event.record_member_event(${memberId}, 'phone-number.changed', ${phone(to)}::text::jsonb) as id`;
type Sql = (text: TemplateStringsArray, ...values: string[]) => PromiseLike<readonly Record<string, unknown>[]>;

async function erase() {
  const { requestId } = await requestErasure(db, asks, { memberId, ...why });
  return eraseMember(db, does, { requestId });
}

const clearValues = () => database.owner()`select value from event.personal_value where member_id = ${memberId}`;

test("an event stored after the erasure keeps the mask and no clear value, an imported one neither", async () => {
  await erase();
  await changePhone(database.owner(), "010-6161-3142");
  const rows = [
    {
      ...{ n: 1, sourceEventId: randomUUID(), memberId, action: "phone-number.changed", context: {} },
      ...{ attributes: { phoneNumber: { to: "010-7171-3143" } }, occurredAt: new Date(Date.now() - 60_000) },
    },
  ];
  const [taken] = await database.owner()`
    select is_new from event.import_events('test', ${JSON.stringify(rows)}::text::jsonb)`;
  expect(taken).toEqual({ is_new: true });
  expect(await clearValues()).toHaveLength(0);
  const stored = await database.owner()`
    select attributes #>> '{phoneNumber,to}' as mask from event.member_event where member_id = ${memberId} and attributes ? 'phoneNumber'`;
  expect(stored).toHaveLength(3);
  for (const { mask } of stored) expect(mask).toContain("****");
});

test("a transaction that was open while the member was erased leaves nothing for long", async () => {
  const worker = connect({ url: database.url("worker"), name: "test", max: 1 });
  await database.owner().begin(async (sql) => {
    await changePhone(sql, "010-8181-3144");
    await erase();
  });
  expect(await clearValues()).toHaveLength(1);
  expect(await eraseLateValues(worker)).toBe(1);
  expect(await clearValues()).toHaveLength(0);
  expect(await eraseLateValues(worker)).toBe(0);
  await worker.$client.end();
});

test("a saved view or kept search that asks for an erased value goes, by conditions or by a policy; another stays", async () => {
  const condition = (value: string) =>
    JSON.stringify([{ field: "attribute", name: "phoneNumber", operator: "any", values: [value] }]);
  const policy = JSON.stringify({ text: '{"phoneNumber": ["010 5151 3141"]}', scope: "body", layer: 1 });
  const { accountId } = asks;
  for (const [name, conditions, asked] of [
    ["by condition", condition("010.5151.3141"), null],
    ["by policy", "[]", policy],
    ["other", condition("010-5151-3149"), null],
  ] as const) {
    await database.owner()`
      insert into staff.saved_view (account_id, name, audience, conditions, policy)
      values (${accountId}, ${name}, 'team', ${conditions}::text::jsonb, ${asked}::text::jsonb)`;
    await database.owner()`
      insert into staff.kept_search (account_id, key, conditions, policy)
      values (${accountId}, ${name.padEnd(22)}, ${conditions}::text::jsonb, ${asked}::text::jsonb)`;
  }
  const told = await memberErasure(db, does, { memberId });
  expect(told.extent).toEqual({ clearValues: 1, keptSearches: 2, savedViews: 2, jobs: 0, deviceEvents: 0 });
  const { eventId } = await erase();
  for (const left of [
    await database.owner()`select name from staff.saved_view where account_id = ${accountId}`,
    await database.owner()`select rtrim(key) as name from staff.kept_search where account_id = ${accountId}`,
  ]) {
    expect([...left]).toEqual([{ name: "other" }]);
  }
  expect(await memberErasure(db, does, { memberId })).toMatchObject({
    request: null,
    extent: { clearValues: 0, keptSearches: 0, savedViews: 0 },
    erased: { by: does.login, eventId, extent: told.extent },
  });
});

test("who asked and what holds it up is told to admins alone, and to the one who asked that it is their own", async () => {
  const { requestId } = await requestErasure(db, asks, { memberId, ...why });
  await placeHold(db, does, { memberId, reason: "the police has asked", caseNumber: "LH-1" });
  const told = await memberErasure(db, does, { memberId });
  expect(told).toMatchObject({
    request: { requestId, by: asks.login, own: false, ...why },
    hold: { by: does.login, caseNumber: "LH-1" },
    erased: null,
  });
  expect((await memberErasure(db, asks, { memberId })).request?.own).toBe(true);
  const analyst = await makeActor(database.owner(), "analyst");
  await expect(memberErasure(db, analyst, { memberId })).rejects.toThrow("member:erase");
});
