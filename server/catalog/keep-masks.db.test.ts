import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { Actor } from "../staff/actor.ts";
import { makeActor } from "../testing/actors.ts";
import { useDatabase } from "../testing/database.ts";
import { agreeToLoosening } from "./agree-to-loosening.ts";
import { pushCatalogAsStaff } from "./push-catalog-as-staff.ts";

const database = useDatabase();
let web: Db;
let admin: Actor;
let other: Actor;
beforeAll(async () => {
  web = connect({ url: database.url("web"), name: "test", max: 2 });
  [admin, other] = [await makeActor(database.owner(), "admin"), await makeActor(database.owner(), "admin")];
  await push(admin, "phone-number.changed", [{ phone: { type: "string", personal: "phone" } }]);
  await database.owner()`
    select event.record_member_event('m-1', 'phone-number.changed', '{"phone": {"to": "010-1234-5678"}}')`;
});
afterAll(() => web.$client.end());

function push(actor: Actor, name: string, properties: object[], more: object = {}) {
  const versions = properties.map((declared, at) => ({
    version: at + 1,
    external: false,
    schema: { type: "object", properties: declared, ...more },
    sentence: { ko: "바뀌었습니다", en: "changed" },
  }));
  return pushCatalogAsStaff(web, actor, { catalog: { actions: [{ name, family: "profile", versions }] } });
}

const masked = { phone: { type: "string", personal: "phone" } };
const clear = { phone: { type: "string" } };

test.each([
  ["a later version", "phone-number.changed", [masked, clear]],
  [
    "a later version that also promotes it",
    "phone-number.changed",
    [masked, { phone: { type: "string", promote: true } }],
  ],
  ["another action", "parcel.sent", [clear]],
])("a name that was personal stays so in %s", async (_where, action, properties) => {
  await expect(push(admin, action, properties)).rejects.toMatchObject({
    code: "conflict",
    field: expect.stringMatching(/^actions\[0\]\.versions\[\d\]\.schema\.properties\.phone$/),
    message: expect.stringContaining("the 1 masked ones stay masked"),
  });
  const versions =
    await database.owner()`select from event.action_version where not schema -> 'properties' -> 'phone' ? 'personal'`;
  expect(versions).toHaveLength(0);
});

test("within one file no version may be laxer than another", async () => {
  const mail = { mail: { type: "string", personal: "email" } };
  await expect(push(admin, "mail.sent", [{ mail: { type: "string" } }, mail])).rejects.toMatchObject({
    code: "conflict",
  });
});

test("another admin may agree, for a day; the one who pushes may not", async () => {
  const note = { note: { type: "string", personal: "name" } };
  await push(admin, "note.written", [note]);
  const loosened = () => push(admin, "note.written", [note, { note: { type: "string" } }]);
  await agreeToLoosening(web, admin, { name: "note", reason: "it is a code" });
  await expect(loosened()).rejects.toMatchObject({ code: "conflict" });
  expect(await agreeToLoosening(web, other, { name: "note", reason: "it is a code" })).toEqual({
    name: "note",
    maskedEvents: 0,
  });
  await database.owner()`update event.loosening set agreed_at = agreed_at - interval '25 hours'`;
  await expect(loosened()).rejects.toMatchObject({ code: "conflict" });
  await agreeToLoosening(web, other, { name: "note", reason: "it is a code" });
  expect(await loosened()).toEqual({ added: 1, changed: 0 });
  const records = await database.owner()`
    select login, what, reason from staff.access_record where act = 'catalog.loosen' and account_id = ${other.accountId}`;
  expect(records[0]).toEqual({ login: other.login, what: { attribute: "note" }, reason: "it is a code" });
});

test("nobody agrees to a name that is personal nowhere", async () => {
  await expect(agreeToLoosening(web, other, { name: "nothing", reason: "a mistake" })).rejects.toMatchObject({
    code: "not-found",
  });
});

test("who may write the catalog cannot go round it", async () => {
  const change = web.execute(`update event.action_version set schema = '{"properties": {"phone": {"type": "string"}}}'
    where action_id = (select id from event.action where name = 'phone-number.changed')`);
  await expect(change).rejects.toThrow();
  const add =
    web.execute(`select event.push_action_version(id, 9::smallint, false, '{"properties": {"phone": {"type": "string"}}}', '{}')
    from event.action where name = 'phone-number.changed'`);
  await expect(add).rejects.toMatchObject({ cause: { code: "MS409" } });
});

test.each([
  ["a required name that every object has", () => push(admin, "a.changed", [{}], { required: ["toString"] })],
  ["a sentence that names what every object has", () => pushSentence("{constructor} changed")],
  ["a sentence that nobody reads", () => pushSentence("x".repeat(301))],
])("%s is refused", async (_what, pushed) => {
  const refusal = await pushed().catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(DomainError);
  expect(refusal).toMatchObject({ code: "bad-input" });
});

function pushSentence(en: string) {
  const version = { version: 1, external: false, schema: { type: "object" }, sentence: { ko: "바뀌었습니다", en } };
  const catalog = { actions: [{ name: "b.changed", family: "profile", versions: [version] }] };
  return pushCatalogAsStaff(web, admin, { catalog });
}
