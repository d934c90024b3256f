import { expect, test } from "vitest";
import { importMapping, useImports } from "../../testing/record-import.ts";
import type { SourceRow } from "./mapping/source-row.ts";
import { readTableRows } from "./read-table.ts";

const { database, run, importFile, eventsOf } = useImports();

test("rows of a CSV file become events of the past that are never published, and the days agree", async () => {
  const csv = [
    "\ufeffno,at,user,note,ip",
    "1,2015-12-10T06:55:48+09:00,chen,first,192.0.2.1",
    '2,2015-12-10 23:59:59,,"two\nlines, ""quoted""",',
    "3,2015-12-11 00:00:00,lee,third,2001:db8::1",
    "",
  ].join("\r\n");
  const report = await importFile("csv", "a.csv", csv);
  expect(report).toMatchObject({ verdict: true, reasons: [], rows: { read: 3, stored: 3 }, zone: "Asia/Seoul" });
  expect(report.days.map(({ day, rows, events, equal }) => [day, rows, events, equal])).toEqual([
    ["2015-12-10", 2, 2, true],
    ["2015-12-11", 1, 1, true],
  ]);
  expect(report.samples.map(({ line, equal }) => [line, equal]).sort()).toEqual([
    [2, true],
    [3, true],
    [5, true],
  ]);
  const events = await eventsOf("csv");
  expect(events.map(({ at }) => at.toISOString())).toEqual([
    "2015-12-09T21:55:48.000Z",
    "2015-12-10T14:59:59.000Z",
    "2015-12-10T15:00:00.000Z",
  ]);
  expect(events[1]).toMatchObject({
    member: "unknown",
    origin: 1,
    status: "not for publication",
    attributes: { note: { to: 'two\nlines, "quoted"' } },
    context: {},
  });
  const pending = await database.owner()`select from event.pending where event_id = any(${events.map(({ id }) => id)})`;
  expect(pending).toHaveLength(0);
});

test("a second run stores nothing, and a longer file stores what is new", async () => {
  const lines = (count: number) =>
    `no,at,user,note,ip\n${Array.from({ length: count }, (_, at) => `${at},2016-01-01T00:00:00Z,u${at},n,`).join("\n")}`;
  expect((await importFile("again", "b.csv", lines(1500))).rows).toMatchObject({ stored: 1500, alreadyThere: 0 });
  const second = await importFile("again", "b.csv", lines(1500));
  expect(second).toMatchObject({ verdict: true, rows: { stored: 0, alreadyThere: 1500 } });
  expect(await importFile("again", "b.csv", lines(1600))).toMatchObject({
    verdict: true,
    rows: { stored: 100, alreadyThere: 1500 },
  });
  expect(await eventsOf("again")).toHaveLength(1600);
});

test("bad rows are told by line and reason while good ones go on, and the verdict is false", async () => {
  const rows = [
    "no,at,user,note,ip",
    "1,2016-02-01T00:00:00Z,a,ok,",
    "2,2016-02-30T00:00:00Z,a,no such day,",
    "3,2016-02-01T00:00:00Z,a,too,many,fields",
    '4,2016-02-01T00:00:00Z,a,"never ends,',
    "5,2016-02-01T00:00:00Z,a,x,this-is-no-address-but-longer-than-45-characters-allow",
    "1,2016-02-01T00:00:00Z,a,other content,",
    "1,2016-02-01T00:00:00Z,a,ok,",
    "8,2099-02-01T00:00:00Z,a,x,",
    `9,2016-02-01T00:00:00Z,${"m".repeat(65)},x,`,
    ",2016-02-01T00:00:00Z,a,no id,",
  ].map((row) => Buffer.from(`${row}\n`));
  const invalid = Buffer.concat([
    Buffer.from("12,2016-02-01T00:00:00Z,a,"),
    Buffer.from([0xff, 0xfe]),
    Buffer.from(",\n"),
  ]);
  const last = Buffer.from("13,2016-02-01T00:00:00Z,b,ok,192.0.2.9\n");
  const report = await importFile("bad", "c.csv", Buffer.concat([...rows, invalid, last]));
  expect(report.rows).toEqual({ read: 12, stored: 3, alreadyThere: 0, duplicates: 1, skipped: 0, refused: 8 });
  const reasons = report.refused.map(({ line, field, reason }) => `${line} ${field}: ${reason}`);
  expect(reasons).toEqual([
    expect.stringContaining('3 occurredAt: occurredAt: "2016-02-30T00:00:00Z" is no time that exists'),
    expect.stringContaining("4 row: has 6 fields where the header has 5"),
    expect.stringContaining("5 row: has a quote that never ends"),
    expect.stringContaining(
      "7 sourceEventId: sourceEventId: stands in line 2 with other content (what differs: attributes). Correct one",
    ),
    expect.stringContaining("9 occurredAt: occurredAt: lies more than five minutes in the future"),
    expect.stringContaining("10 memberId: memberId: must have 1 to 64 bytes"),
    expect.stringContaining("11 sourceEventId: sourceEventId: there is no value at no"),
    expect.stringContaining("12 row: is not valid utf-8"),
  ]);
  expect(report).toMatchObject({ verdict: false, reasons: ["8 of 12 rows became no event."] });
  expect(report.days.every(({ equal }) => equal)).toBe(true);
  expect((await eventsOf("bad")).map(({ line }) => line).sort()).toEqual(["1", "13", "5"]);
});

test("nested JSON lines with other times, and lines that are none", async () => {
  const lines = [
    {
      no: 1,
      at: 1449698148123,
      user: { id: "m-1" },
      change: { old: { n: 1e21 }, new: { n: -0.0000001, b: [1, "ä", null], ab: {} } },
    },
    { no: 2, at: 1449698148124, change: {} },
  ];
  const text = `${lines.map((line) => JSON.stringify(line)).join("\n")}\nnot json\n[1]\n\n{"no":3,"at":"x"}`;
  const report = await importFile("nested", "d.jsonl", text, {
    member: { path: "user.id", default: "unknown" },
    time: { path: "at", format: "unix-milliseconds" },
    attributes: { tags: { to: { path: "change.new.b" } } },
    context: { old: "change.old", new: "change.new" },
  });
  expect(report.rows).toMatchObject({ read: 5, stored: 2, refused: 3 });
  expect(report.refused.map(({ line }) => line)).toEqual([3, 4, 6]);
  expect(report.days.map(({ day, equal }) => [day, equal])).toEqual([["2015-12-09", true]]);
  expect(report.samples.every(({ equal }) => equal)).toBe(true);
  expect((await eventsOf("nested")).map(({ member, attributes }) => [member, attributes])).toEqual([
    ["m-1", { tags: { to: [1, "ä", null] } }],
    ["unknown", {}],
  ]);
});

test("a table in the same database is read, as one snapshot, with long numbers exact", async () => {
  await database.owner().unsafe(`
    create table public.old_record (no bigint, at timestamp, user_name text, note text);
    insert into old_record values (9007199254740993, '2015-12-10 00:30:00.123456', 'm-1', '{"a": 1234567890123456789}'), (2, '2015-12-10 01:00:00', null, null)`);
  const mapping = importMapping("table", { member: { path: "user_name", default: "unknown" }, context: {} });
  const report = await run(mapping, readTableRows({ url: database.url(), table: "public.old_record", mapping }));
  expect(report).toMatchObject({ verdict: true, rows: { read: 2, stored: 2 } });
  const events = await eventsOf("table");
  expect(events.map(({ line }) => line)).toEqual(["9007199254740993", "2"]);
  expect(events[0]?.attributes).toEqual({ note: { to: '{"a": 1234567890123456789}' } });
  await expect(run(mapping, readTableRows({ url: database.url(), table: "public.none", mapping }))).rejects.toThrow(
    "There is no table public.none",
  );
});

test("personal values are masked in the event, kept apart in the clear, and never stand in the report", async () => {
  const text =
    '{"no":1,"at":"2017-01-01T00:00:00Z","user":"m-1","old":"010-2345-5678","new":"010 8765 4321"}\n{"no":2,"at":"2017-01-01T00:00:00Z","user":"m-1","old":"secret-text","new":"x"}';
  const report = await importFile("personal", "e.jsonl", text, {
    attributes: { phone: { from: "old", to: "new" } },
    context: {},
  });
  expect(report.samples).toMatchObject([
    { equal: true, row: { attributes: { phone: { from: "010-****-5678", to: "010-****-4321" } } } },
  ]);
  expect(report.refused).toMatchObject([{ line: 2, field: "attributes.phone.from" }]);
  expect(JSON.stringify(report)).not.toMatch(/2345-5678|8765 |secret-text/);
  const clear = await database.owner()`
    select p.side, p.value from event.source_event s join event.personal_value p on p.event_id = s.event_id where s.source = 'personal' order by p.side`;
  expect([...clear]).toEqual([
    { side: "f", value: "+821023455678" },
    { side: "t", value: "+821087654321" },
  ]);
});

test("an event that was altered after it was stored makes the verdict false and names day and sample", async () => {
  const csv = "no,at,user,note,ip\n1,2016-03-01T00:00:00Z,a,x,\n2,2016-03-02T00:00:00Z,a,y,\n";
  await importFile("altered", "f.csv", csv);
  await database.owner()`
    update event.member_event e set attributes = '{"note": {"to": "z"}}' from event.source_event s
     where s.source = 'altered' and s.source_event_id = '2' and e.id = s.event_id`;
  const report = await importFile("altered", "f.csv", csv);
  expect(report.verdict).toBe(false);
  expect(report.days.map(({ day, equal }) => [day, equal])).toEqual([
    ["2016-03-01", true],
    ["2016-03-02", false],
  ]);
  expect(report.samples.filter(({ equal }) => !equal)).toMatchObject([{ line: 3, differences: ["attributes"] }]);
});

test("an import that is killed is continued by running it again, without a row lost or stored twice", async () => {
  const rows = Array.from({ length: 5000 }, (_, at) => ({
    line: at + 1,
    row: { no: String(at), at: "2016-04-01T00:00:00Z", user: `u${at}`, note: "n", ip: "" },
  }));
  async function* broken() {
    yield* rows.slice(0, 3500);
    throw new Error("the process was killed");
  }
  async function* whole() {
    yield* rows;
  }
  await expect(run(importMapping("killed"), broken())).rejects.toThrow("killed");
  const before = (await eventsOf("killed")).length;
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(5000);
  const report = await run(importMapping("killed"), whole());
  expect(report).toMatchObject({ verdict: true, rows: { stored: 5000 - before, alreadyThere: before, duplicates: 0 } });
  expect(await eventsOf("killed")).toHaveLength(5000);
});

test("two imports of one source at a time are refused", async () => {
  const gate = Promise.withResolvers<void>();
  const began = Promise.withResolvers<void>();
  async function* slow(): AsyncGenerator<SourceRow> {
    began.resolve();
    await gate.promise;
    yield { line: 1, row: { no: "1", at: "2016-05-01T00:00:00Z", user: "a", note: "n" } };
  }
  async function* none(): AsyncGenerator<SourceRow> {}
  const first = run(importMapping("twice"), slow());
  await began.promise;
  await expect(run(importMapping("twice"), none())).rejects.toMatchObject({ code: "conflict" });
  gate.resolve();
  expect((await first).verdict).toBe(true);
});

test("a path that the header has not is told before a row is read", async () => {
  await expect(importFile("typo", "g.csv", "no,at,usr,note,ip\n1,x,a,b,c\n")).rejects.toThrow(
    '"user", which the header has not',
  );
});

test("other encodings and delimiters are read", async () => {
  const row = Buffer.concat([
    Buffer.from("1;2016-06-01 00:00:00;m-1;"),
    Buffer.from([0xc7, 0xd1, 0xb1, 0xdb]),
    Buffer.from(";\n"),
  ]);
  const report = await importFile("korean", "h.csv", row, {
    csv: { delimiter: ";", encoding: "euc-kr", header: ["no", "at", "user", "note", "ip"] },
  });
  expect(report.verdict).toBe(true);
  expect((await eventsOf("korean"))[0]?.attributes).toEqual({ note: { to: "한글" } });
});
