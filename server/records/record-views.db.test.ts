import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pushCatalog } from "../catalog/push-catalog.ts";
import { connect, type Db } from "../db.ts";
import demoCatalog from "../members/catalog.json" with { type: "json" };
import type { Actor } from "../staff/actor.ts";
import { makeActor } from "../testing/actors.ts";
import { useDatabase } from "../testing/database.ts";
import { csvCell } from "../vocabulary/files/csv-cell.ts";
import type { RecordRow } from "../vocabulary/record-view.ts";
import { exportRecords, exportRecordsSchema } from "./export-records.ts";
import { readRecords, readRecordsSchema } from "./read-records.ts";
import { listRecordViews, recordViews } from "./record-views.ts";
import { stateFields } from "./state-fields.ts";

const database = useDatabase();
let db: Db;
let agent: Actor;
let analyst: Actor;
beforeAll(async () => {
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  await pushCatalog(owner, demoCatalog);
  await owner.$client.end();
  db = connect({ url: database.url("web"), name: "test", max: 4 });
  [agent, analyst] = await Promise.all([makeActor(database.owner(), "agent"), makeActor(database.owner(), "analyst")]);
});
afterAll(() => db.$client.end());

async function store(
  memberId: string,
  action: string,
  attributes: object,
  context: object = {},
  version: number | null = null,
) {
  const [row] = await database.owner()<{ id: string }[]>`
    select event.record_member_event(${memberId}, ${action}, ${JSON.stringify(attributes)}::text::jsonb, ${JSON.stringify(context)}::text::jsonb, version => ${version}::smallint) as id`;
  return row?.id ?? "";
}

function read(actor: Actor, input: object) {
  return readRecords(db, actor, readRecordsSchema.parse(input));
}

async function lastAccess(actor: Actor) {
  const [row] = await database.owner()`
    select act, member_ids, what, result, reason from staff.access_record where account_id = ${actor.accountId} order by id desc limit 1`;
  return row;
}

const idsOf = (rows: readonly RecordRow[]) => rows.map(({ eventId }) => eventId);

describe("what the entries name is in the catalog:", () => {
  const actions = new Map(demoCatalog.actions.map((action) => [action.name, action]));
  const attributesOf = (name: string) => Object.keys(actions.get(name)?.versions.at(-1)?.schema.properties ?? {});

  test.each(recordViews)("view $name", ({ name, actions: named, columns, filters }) => {
    for (const action of named) expect.soft([...actions.keys()]).toContain(action);
    const attributes = new Set(named.flatMap(attributesOf));
    for (const { source } of columns) {
      if (typeof source === "object" && "attribute" in source)
        expect.soft([...attributes], name).toContain(source.attribute);
    }
    for (const filter of Object.keys(filters)) expect.soft(columns.map((column) => column.name)).toContain(filter);
    for (const choice of filters.action ?? []) expect.soft(named).toContain(choice.value);
    expect(new Set(columns.map((column) => column.name)).size).toBe(columns.length);
  });

  test.each(stateFields)("state $field", ({ field, attribute, actions: named, personal }) => {
    for (const action of named) {
      expect.soft([...actions.keys()]).toContain(action);
      if (attribute !== null) expect.soft(attributesOf(action), `${field} ${action}`).toContain(attribute);
    }
    // Whatever else carries the attribute would be forgotten here.
    const carrying = [...actions.keys()].filter(
      (action) => attribute !== null && attributesOf(action).includes(attribute),
    );
    expect([...named].sort()).toEqual(attribute === null ? named : carrying.sort());
    const schemas = named.map((action) => JSON.stringify(actions.get(action)?.versions.at(-1)?.schema));
    expect(
      schemas.some(
        (schema) =>
          schema.includes('"personal"') &&
          attribute !== null &&
          schema.includes(`"${attribute}":{"type":"string","personal"`),
      ),
    ).toBe(personal);
  });

  test("their list for people tells no more than it must", () => {
    for (const view of listRecordViews()) {
      expect(Object.keys(view).sort()).toEqual(["actions", "columns", "description", "filters", "label", "name"]);
      for (const column of view.columns) expect(Object.keys(column).sort()).toEqual(["kind", "label", "name"]);
    }
  });
});

test("one member's rows come newest or oldest first, page after page, with masked values, and the look is recorded", async () => {
  const ids: string[] = [];
  for (const last of ["1111", "2222", "3333"]) {
    ids.push(
      await store(
        "p-1",
        "phone-number.changed",
        { phoneNumber: { from: "010-1234-0000", to: `010-1234-${last}` } },
        { deviceId: "d-1" },
      ),
    );
  }
  await store("p-1", "name.changed", { name: { to: "김철수" } });
  await store("p-2", "phone-number.changed", { phoneNumber: { to: "010-1234-4444" } });
  const first = await read(agent, { view: "phone-number-changes", memberId: "p-1", limit: 2 });
  expect(idsOf(first.rows)).toEqual([ids[2], ids[1]]);
  expect(first.rows[0]).toMatchObject({
    memberId: "p-1",
    action: "phone-number.changed",
    cells: { phoneNumberFrom: "010-****-0000", phoneNumberTo: "010-****-3333", device: "d-1", ip: null, channel: null },
  });
  expect(await lastAccess(agent)).toMatchObject({ act: "records.read", member_ids: ["p-1"], result: "shown" });
  const second = await read(agent, {
    view: "phone-number-changes",
    memberId: "p-1",
    limit: 2,
    cursor: first.nextCursor,
  });
  expect([idsOf(second.rows), second.nextCursor]).toEqual([[ids[0]], null]);
  const oldest = await read(agent, { view: "phone-number-changes", memberId: "p-1", order: "oldest", limit: 2 });
  expect(idsOf(oldest.rows)).toEqual([ids[0], ids[1]]);
  const rest = await read(agent, {
    view: "phone-number-changes",
    memberId: "p-1",
    order: "oldest",
    cursor: oldest.nextCursor,
  });
  expect(idsOf(rest.rows)).toEqual([ids[2]]);
});

test("over all members the actions are merged in order, and own filters narrow by action, value, device and address", async () => {
  const failed = await store(
    "q-1",
    "member.login-failed",
    { reason: { to: "wrong-password" } },
    { deviceId: "d-q", ip: "192.0.2.77" },
  );
  const good = await store("q-2", "member.logged-in", { status: { to: "logged-in" } }, { deviceId: "d-q" });
  const out = await store(
    "q-1",
    "member.logged-out",
    { session: { to: "ended" }, reason: { to: "by-member" } },
    { ip: "192.0.2.77" },
  );
  const all = async (own: object, order = "newest") =>
    idsOf((await read(analyst, { view: "login-history", filters: { own }, order })).rows);
  expect(await all({})).toEqual([out, good, failed]);
  expect(await all({}, "oldest")).toEqual([failed, good, out]);
  expect(await all({ device: "d-q" })).toEqual([good, failed]);
  expect(await all({ ip: "192.0.2.77" })).toEqual([out, failed]);
  expect(await all({ ip: "192.0.2.77", action: "member.logged-out" })).toEqual([out]);
  expect(await all({ action: "name.changed" })).toEqual([]);
  await expect(all({ colour: "red" })).rejects.toMatchObject({ code: "bad-input", field: "filters.own.colour" });
  const later = new Date(Date.now() + 3_600_000).toISOString();
  expect((await read(analyst, { view: "login-history", filters: { from: later } })).rows).toEqual([]);
});

test("an agent reads one member's records and not everybody's, and an unknown view is refused", async () => {
  await expect(read(agent, { view: "login-history" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(read(agent, { view: "shoe-sizes", memberId: "m" })).rejects.toMatchObject({ code: "not-found" });
});

test("an event of an older version shows what its upcast says", async () => {
  await store("v-1", "marketing-consent.given", { agreed: { from: false, to: true } }, {}, 1);
  const { rows } = await read(agent, { view: "marketing-consent", memberId: "v-1" });
  expect(rows[0]?.cells).toMatchObject({ marketingConsentTo: "given", channel: "all" });
});

describe("an export", () => {
  const take = (actor: Actor, input: object) =>
    exportRecords(db, actor, exportRecordsSchema.parse({ reason: "asked by the court", ...input }));

  test("is CSV with guarded cells, masked values and a record of reason and members", async () => {
    await store("=cmd()", "name.changed", { name: { from: "Lee", to: "Kim" } }, { deviceId: '+1,"x"' });
    const file = await take(analyst, { view: "name-changes", memberId: "=cmd()" });
    expect(file).toMatchObject({
      rows: 1,
      capped: false,
      fileName: expect.stringMatching(/^name-changes-\d{4}-\d\d-\d\d\.csv$/),
    });
    const [header, row, ...rest] = file.csv.split("\r\n");
    expect(header).toBe("\ufeffoccurredAt,memberId,nameFrom,nameTo,device,ip,channel,eventId");
    expect(row).toMatch(/^20.*Z,'=cmd\(\),L\*\*,K\*\*,"'\+1,""x""",,,[0-9a-f-]{36}$/);
    expect(rest).toEqual([""]);
    expect(await lastAccess(analyst)).toMatchObject({
      act: "records.export",
      member_ids: ["=cmd()"],
      reason: "asked by the court",
      what: { view: "name-changes", rows: 1 },
    });
  });

  test("goes over pages without a gap or a repeat, and ends at its cap", async () => {
    await database.owner()`
      select count(*) from (
        select jsonb_agg(jsonb_build_object('n', n, 'sourceEventId', n::text, 'memberId', 'x-' || n, 'action', 'device.removed', 'context', '{}'::jsonb,
                 'attributes', '{"device": {"from": "d"}, "devices": {"to": 0}}'::jsonb, 'occurredAt', clock_timestamp())) as rows from generate_series(1, 10001) n) g,
        event.import_events('export', g.rows)`;
    const file = await take(analyst, { view: "device-history", order: "oldest" });
    expect([file.rows, file.capped]).toEqual([10_000, true]);
    const members = file.csv
      .split("\r\n")
      .slice(1, -1)
      .map((line) => line.split(",")[1]);
    expect(new Set(members).size).toBe(10_000);
  });

  test("needs its permission, and a reason", async () => {
    await expect(take(agent, { view: "name-changes", memberId: "m" })).rejects.toMatchObject({ code: "forbidden" });
    expect(exportRecordsSchema.safeParse({ view: "name-changes", reason: "  x  " }).success).toBe(false);
  });
});

test.each([
  ["=1+1", "'=1+1"],
  ["+82", "'+82"],
  ["-1", "'-1"],
  ["@x", "'@x"],
  ["\tx", '"\'\tx"'],
  ["＝1+1", "'＝1+1"],
  ["a;=1+1", '"a;=1+1"'],
  ["a\t=1+1", '"a\t=1+1"'],
  ["\rx", '"\'\rx"'],
  [-1, "-1"],
  [null, ""],
  ["a=b", "a=b"],
  ["\n=1", '"\'\n=1"'],
  [{ a: 1 }, '"{""a"":1}"'],
])("the cell %j is written %s", (value, text) => {
  expect(csvCell(value)).toBe(text);
});
