import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { showEvent } from "../event-storage/show-event.ts";
import { makeActor } from "../testing/actors.ts";
import { useDatabase } from "../testing/database.ts";
import { pushCatalog } from "./push-catalog.ts";
import type { Upcast } from "./upcast.ts";

const database = useDatabase();
let owner: Db;
let web: Db;

beforeAll(() => {
  owner = connect({ url: database.url(), name: "test", max: 2 });
  web = connect({ url: database.url("web"), name: "test", max: 2 });
});
afterAll(async () => {
  await Promise.all([owner.$client.end(), web.$client.end()]);
});

const sentence = { ko: "바뀜", en: "Changed" };
const version1 = {
  version: 1,
  external: true,
  schema: { type: "object", properties: { agreed: { type: "boolean" }, note: { type: "string" } }, required: [] },
  sentence,
};
const upcast: Upcast = {
  attributes: { consent: { was: "agreed", values: { true: "given", false: "none" } }, channel: { to: "all" } },
};
const version2 = {
  version: 2,
  external: true,
  schema: {
    type: "object",
    properties: { consent: { type: "string" }, channel: { type: "string" }, note: { type: "string" } },
    required: ["consent"],
  },
  sentence,
  upcast,
};
/** What readers see of stored attributes after some steps. */
async function seen(stored: object, steps: Upcast[]): Promise<unknown> {
  const [row] = await database.owner()`
    select event.upcast_attributes(${JSON.stringify(stored)}::text::jsonb, ${JSON.stringify(steps)}::text::jsonb) as seen`;
  return row?.seen;
}

const catalogOf = (...versions: object[]) => ({ actions: [{ name: "thing.agreed", family: "consent", versions }] });

test("a step renames, maps both sides, fills what was always meant, and leaves the rest", async () => {
  expect(await seen({ agreed: { from: false, to: true }, note: { to: "x" } }, [upcast])).toEqual({
    consent: { from: "none", to: "given" },
    channel: { to: "all" },
    note: { to: "x" },
  });
});

test("what the stored event does not have is not made up, and a value without a mapping stays", async () => {
  const steps: Upcast[] = [{ attributes: { b: { was: "a", values: { old: null } } } }];
  expect(await seen({ other: { to: 1 } }, steps)).toEqual({ other: { to: 1 } });
  expect(await seen({ a: { from: "old", to: "new" } }, steps)).toEqual({ b: { from: null, to: "new" } });
});

test("values are exchanged by their text, numbers without needless zeros; lists and objects stay", async () => {
  const steps: Upcast[] = [
    { attributes: { b: { was: "a", values: { "5": "five", null: "nothing", "[1]": "list" } } } },
  ];
  const [row] = await database.owner()`
    select event.upcast_attributes('{"a": {"from": 5.0, "to": null}}', ${JSON.stringify(steps)}::text::jsonb) as seen`;
  expect(row?.seen).toEqual({ b: { from: "five", to: "nothing" } });
  expect(await seen({ a: { to: [1] } }, steps)).toEqual({ b: { to: [1] } });
});

test("several steps follow one another", async () => {
  const steps: Upcast[] = [{ attributes: { b: { was: "a" } } }, { attributes: { c: { was: "b" } } }];
  expect(await seen({ a: { to: 1 } }, steps)).toEqual({ c: { to: 1 } });
});

test("readers see the shape of the current version; the row and its message stay as they were sent", async () => {
  await pushCatalog(owner, catalogOf(version1));
  const [stored] = await database.owner()<{ id: string; body: string }[]>`
    select event_id id, body from event.store_application_event('m-1', 'thing.agreed', '{"agreed": {"from": false, "to": true}}')`;
  await pushCatalog(owner, catalogOf(version1, version2));
  const actor = await makeActor(database.owner(), "admin");
  const { event } = await showEvent(web, actor, { eventId: stored?.id ?? "" });
  expect(event).toMatchObject({
    version: 2,
    changed: ["channel", "consent"],
    attributes: { consent: { from: "none", to: "given" }, channel: { to: "all" } },
  });
  const [row] = await database.owner()`
    select e.version, e.attributes, event.internal_body(e.id, e.member_id, 'thing.agreed', e.version, e.attributes, e.context, e.correlation_id, e.causation_id) = ${stored?.body ?? ""} as same from event.member_event e where id = ${stored?.id ?? ""}`;
  expect(row).toEqual({ version: 1, attributes: { agreed: { from: false, to: true } }, same: true });
});

test("an event stored with the current version is shown as it is", async () => {
  await pushCatalog(owner, catalogOf(version1, version2));
  const [stored] = await database.owner()<{ id: string }[]>`
    select event.record_member_event('m-2', 'thing.agreed', '{"consent": {"to": "none"}}') id`;
  const actor = await makeActor(database.owner(), "admin");
  const { event } = await showEvent(web, actor, { eventId: stored?.id ?? "" });
  expect(event).toMatchObject({ version: 2, attributes: { consent: { to: "none" } } });
});

test("how readers see an older version may be corrected, also when events use the version", async () => {
  const corrected = { ...version2, upcast: { attributes: { ...upcast.attributes, channel: { to: "email" } } } };
  expect(await pushCatalog(owner, catalogOf(version1, corrected))).toEqual({ added: 0, changed: 1 });
  expect(await pushCatalog(owner, catalogOf(version1, corrected))).toEqual({ added: 0, changed: 0 });
});

test("an upcast to an attribute that is not declared, or of version 1, is refused with its place", async () => {
  const wrong = { ...version2, upcast: { attributes: { nobody: { to: 1 } } } };
  await expect(pushCatalog(owner, catalogOf(version1, wrong))).rejects.toMatchObject({
    code: "bad-input",
    field: "actions[0].versions[1].upcast",
  });
  await expect(pushCatalog(owner, catalogOf({ ...version1, upcast: { attributes: {} } }))).rejects.toMatchObject({
    field: "actions[0].versions[0].upcast",
  });
});
