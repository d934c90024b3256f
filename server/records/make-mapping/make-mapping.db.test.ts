import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { keepMapping, keptMapping, listMappings } from "./keep-mapping.ts";
import { lookAtSample } from "./look-at-sample.ts";
import { previewMapping } from "./preview-mapping.ts";

const database = useDatabase();
let web: Db;
let admin: Actor;
beforeAll(async () => {
  web = connect({ url: database.url("web"), name: "test", max: 2 });
  await insertTestCatalog(database.owner());
  admin = await makeActor(database.owner(), "admin");
});
afterAll(() => web.$client.end());

const sampleOf = (content: string | Buffer, isCut = false) => ({
  name: "old.csv",
  content: Buffer.from(content).toString("base64"),
  isCut,
});
const mapping = {
  source: "old",
  sourceId: "no",
  member: "who",
  time: { path: "at", zone: "Asia/Seoul" },
  action: { constant: "thing.changed" },
  attributes: { note: "note" },
};
const reading = {};

test("a file's beginning tells its columns with values, whatever its shape, and its last row is not read when it is cut", async () => {
  const csv = "no,at,note\n1,2016-01-01,a\n2,2016-01-02,b\n3,2016-01-";
  expect(await lookAtSample(admin, { sample: sampleOf(csv, true), reading })).toEqual({
    ...{ kind: "table", rows: 2, unreadable: 0 },
    columns: [
      { path: "no", values: ["1", "2"] },
      { path: "at", values: ["2016-01-01", "2016-01-02"] },
      { path: "note", values: ["a", "b"] },
    ],
  });
  const json = JSON.stringify({
    Records: [
      { id: 1, user: { id: "u", tags: ["x"] } },
      { id: 2, gone: null },
    ],
  });
  expect(await lookAtSample(admin, { sample: sampleOf(gzipSync(json)), reading })).toMatchObject({
    ...{ kind: "json-values", rows: 2 },
    columns: [
      { path: "id", values: ["1", "2"] },
      { path: "user.id", values: ["u"] },
      { path: "user.tags", values: ['["x"]'] },
      { path: "gone", values: [] },
    ],
  });
});

test("a table in another encoding and with other delimiters is looked at as its mapping reads it", async () => {
  const korean = Buffer.concat([Buffer.from("no;note\n1;"), Buffer.from([0xb0, 0xa1]), Buffer.from("\n")]);
  const csv = { delimiter: ";", encoding: "euc-kr" };
  const look = await lookAtSample(admin, { sample: sampleOf(korean), reading: { csv } });
  expect(look.columns).toEqual([
    { path: "no", values: ["1"] },
    { path: "note", values: ["가"] },
  ]);
});

test("a preview shows three rows as events, and what the catalog and the mapping refuse, and stores nothing", async () => {
  const lines = ["no,at,who,note,other", "1,2016-01-01 09:00:00,m,a,x", "2,never,m,b,x", "3,2016-01-01,,c,x"];
  const sample = sampleOf(lines.join("\n"));
  const preview = await previewMapping(web, admin, { sample, mapping });
  expect(preview).toMatchObject({ read: 3, mapped: 1, skipped: 0, untaken: ["other"], orderFault: null });
  expect(preview.shown).toMatchObject([
    {
      line: 2,
      memberId: "m",
      action: "thing.changed",
      occurredAt: "2016-01-01T00:00:00.000000Z",
      attributes: { note: { to: "a" } },
    },
  ]);
  expect(preview.refusedFor.map(({ firstLine, count }) => [firstLine, count])).toEqual([
    [3, 1],
    [4, 1],
  ]);
  const undeclared = { ...mapping, attributes: { nothing: "note" } };
  const refused = await previewMapping(web, admin, {
    sample: sampleOf(lines.slice(0, 2).join("\n")),
    mapping: undeclared,
  });
  expect(refused).toMatchObject({ mapped: 0, shown: [] });
  expect(refused.refusedFor[0]?.reason).toContain("is not declared for thing.changed");
  const unknown = { ...mapping, action: { constant: "thing.vanished" } };
  const other = await previewMapping(web, admin, { sample: sampleOf(lines.slice(0, 2).join("\n")), mapping: unknown });
  expect(other.refusedFor[0]?.reason).toContain('there is no action "thing.vanished"');
  expect(await database.owner()`select from event.member_event`).toHaveLength(0);
});

test("a preview shows of personal attributes only that they are there", async () => {
  const sample = sampleOf("no,at,who,tel\n1,2016-01-01,m,010-1234-5678\n");
  const preview = await previewMapping(web, admin, { sample, mapping: { ...mapping, attributes: { phone: "tel" } } });
  expect(preview.shown[0]?.attributes).toEqual({ phone: { to: "(personal)" } });
});

test("a mapping with faults is refused with their paths, in a preview and when it is kept", async () => {
  const wrong = { ...mapping, time: "at", colour: "red" };
  const sample = sampleOf("no,at,who,note\n");
  await expect(previewMapping(web, admin, { sample, mapping: wrong })).rejects.toThrow("colour");
  await expect(keepMapping(web, admin, { name: "wrong", mapping: wrong })).rejects.toThrow("colour");
});

test("a mapping is kept under a name, the last one stands, and an import finds it", async () => {
  await keepMapping(web, admin, { name: "old-things", mapping });
  const second = { ...mapping, source: "old 2" };
  await keepMapping(web, admin, { name: "old-things", mapping: second });
  expect(await listMappings(web, admin)).toMatchObject([{ name: "old-things", mapping: second }]);
  expect(await keptMapping(web, "old-things")).toEqual(second);
  await expect(keptMapping(web, "other")).rejects.toThrow("Kept are: old-things");
  const [record] = await database.owner()`
    select act, what -> 'name' as name from staff.access_record where act = 'records.keep-mapping' order by id desc limit 1`;
  expect(record).toEqual({ act: "records.keep-mapping", name: "old-things" });
});

test.each(["agent", "analyst", "auditor"] as const)("%s may not map", async (role) => {
  const actor = await makeActor(database.owner(), role);
  const sample = sampleOf("no\n1\n");
  await expect(lookAtSample(actor, { sample, reading })).rejects.toMatchObject({ code: "forbidden" });
  await expect(previewMapping(web, actor, { sample, mapping })).rejects.toMatchObject({ code: "forbidden" });
  await expect(keepMapping(web, actor, { name: "x", mapping })).rejects.toMatchObject({ code: "forbidden" });
  await expect(listMappings(web, actor)).rejects.toMatchObject({ code: "forbidden" });
});

test.each([
  ["lines of a text log", "Nov  7 10:11:12 web-1 sshd[42]: Accepted password for kim from 203.0.113.9\n"],
  ["lines of a text log with priorities", "<34>Nov  7 10:11:12 web-1 sshd[42]: hello\n"],
  ["a table without a header", "2016-01-01 10:00:00,kim,in\n2016-01-01 10:00:01,lee,in\n"],
])("%s have no columns: the look names the way that works", async (_, content) => {
  await expect(lookAtSample(admin, { sample: sampleOf(content), reading })).rejects.toThrow(
    'has no header: its first line begins as one of a text log. Write a mapping with "lines"',
  );
});
