import { expect, test } from "vitest";
import { importMapping, useImports } from "../../testing/record-import.ts";
import { readTableRows } from "./read-table.ts";

const { database, run, importFile, eventsOf } = useImports();

test("numbers that JavaScript would round keep every digit as texts, however deep they stand", async () => {
  const lines = [
    '{"no":1234567890123456789,"at":"2016-01-01T00:00:00Z","user":9007199254740993,"c":{"list":[12345678901234567890,1.10]}}',
    '{"no":2,"at":"2016-01-01T00:00:00Z","user":1,"c":{"huge":1e400,"price":1234567890.1234567890123}}',
  ];
  const report = await importFile("digits", "a.jsonl", lines.join("\n"), { context: { c: "c" } });
  expect(report).toMatchObject({ verdict: true, rows: { stored: 2 } });
  const events = await eventsOf("digits");
  expect(events.map(({ line, member, context }) => ({ line, member, context }))).toEqual(
    expect.arrayContaining([
      {
        line: "1234567890123456789",
        member: "9007199254740993",
        context: { c: { list: ["12345678901234567890", 1.1] } },
      },
      { line: "2", member: "1", context: { c: { huge: "1e400", price: "1234567890.1234567890123" } } },
    ]),
  );
});

test("a table's arrays, JSON and decimals keep every digit", async () => {
  await database.owner().unsafe(`
    create table public.old_digits (no bigint, at timestamp, price numeric, ids bigint[], doc jsonb);
    insert into old_digits values (1, '2015-12-10', 1234567890.1234567890123, '{9007199254740993}', '{"a": {"b": 12345678901234567890}}')`);
  const mapping = importMapping("table digits", {
    member: { constant: "m" },
    attributes: { tags: "ids" },
    context: { price: "price", doc: "doc" },
  });
  expect(await run(mapping, readTableRows({ url: database.url(), table: "public.old_digits", mapping }))).toMatchObject(
    { verdict: true },
  );
  expect(await eventsOf("table digits")).toMatchObject([
    {
      attributes: { tags: { to: ["9007199254740993"] } },
      context: { price: "1234567890.1234567890123", doc: { a: { b: "12345678901234567890" } } },
    },
  ]);
});

test("Korean files hold syllables that KS X 1001 lacks", async () => {
  const row = Buffer.concat([
    Buffer.from("no,at,user,note,ip\n1,2016-06-01 00:00:00,m-1,"),
    Buffer.from("8c63b9e6b0a2c7cf", "hex"),
    Buffer.from(",\n"),
  ]);
  const report = await importFile("code page 949", "b.csv", row, { csv: { encoding: "euc-kr" } });
  expect(report.verdict).toBe(true);
  expect((await eventsOf("code page 949"))[0]?.attributes).toEqual({ note: { to: "똠방각하" } });
});

test("a line that is too long and a row with too few fields cost themselves alone", async () => {
  const lines = [
    "no,at,user,note,ip",
    `1,2016-01-01T00:00:00Z,m,${"y".repeat(1_200_000)},`,
    "2,2016-01-01T00:00:00Z,m",
  ];
  const report = await importFile("long", "c.csv", `${lines.join("\n")}\n3,2016-01-01T00:00:00Z,m,ok,\n`);
  expect(report.rows).toMatchObject({ read: 3, stored: 1, refused: 2 });
  expect(report.refused.map(({ line, reason }) => [line, reason])).toEqual([
    [2, expect.stringContaining("has more than 1 MiB")],
    [3, "has 3 fields where the header has 5; write an empty field for each that is missing"],
  ]);
});

test("a row that was edited since says which event has its id and what differs", async () => {
  const row = (at: string, user: string, phone: string) => JSON.stringify({ no: 1, at, user, phone });
  const given = { attributes: { phone: "phone" }, context: {} };
  const importOne = (line: string, more: object = {}) => importFile("edited", "d.jsonl", line, { ...given, ...more });
  await importOne(row("2016-01-01T00:00:00.0001Z", "m", "010-1234-5678"));
  const [event] = await eventsOf("edited");
  const reasonOf = async (line: string, more: object = {}) => (await importOne(line, more)).refused[0]?.reason;
  const start = `sourceEventId: was stored before with other content, as event ${event?.id} (what differs: `;
  const end = "). Events never change: import the row";
  expect(await reasonOf(row("2016-01-01T00:00:01Z", "n", "010-1234-5678"))).toContain(
    `${start}memberId, occurredAt${end}`,
  );
  expect(await reasonOf(row("2016-01-01T00:00:00.0001Z", "m", "010-9999-5678"))).toContain(
    `${start}personal values${end}`,
  );
  expect(await reasonOf(row("2016-01-01T00:00:00.0002Z", "m", "010-1234-5678"))).toContain(
    `${start}the version, parts of a millisecond, or how a personal value is written${end}`,
  );
  expect(await reasonOf(row("2016-01-01T00:00:00.0001Z", "m", "010-1234-5678"), { context: { no: "no" } })).toContain(
    `${start}context${end}`,
  );
  const same = await importOne(row("2016-01-01T00:00:00.0001Z", "m", "010 1234 5678"));
  expect(same).toMatchObject({ refusedIn: { sourceEventId: 1 }, reasons: ["1 of 1 rows became no event."] });
  expect(same.refused[0]?.reason).toContain("how a personal value is written");
});

test.each([
  ["+09:00", "2015-07-10T03:00:00", "2015-07-10"],
  ["-03:30", "2015-07-10 23:15", "2015-07-10"],
  ["CET", "2015-07-10T00:30:00", "2015-07-10"],
  ["UTC", "2015-07-10T23:59:59.999", "2015-07-10"],
])("a day of the report is the day that the zone %s wrote", async (zone, at, day) => {
  const lines = `${JSON.stringify({ no: 1, at, user: "m", note: "x" })}\n`;
  const report = await importFile(`day ${zone}`, "day.jsonl", lines, { time: { path: "at", zone } });
  expect(report).toMatchObject({ verdict: true, zone, days: [{ day, rows: 1, events: 1 }] });
});

test("a table with a column named t is read by whole rows", async () => {
  await database.owner().unsafe(`
    create table public.old_short_names (no int, at timestamp, t time);
    insert into old_short_names values (1, '2015-12-10', '02:30')`);
  const mapping = importMapping("short names", { member: { constant: "m" }, attributes: { note: "t" }, context: {} });
  expect(
    await run(mapping, readTableRows({ url: database.url(), table: "public.old_short_names", mapping })),
  ).toMatchObject({ verdict: true });
  expect(await eventsOf("short names")).toMatchObject([{ line: "1", attributes: { note: { to: "02:30:00" } } }]);
});

test("a row nested too deep costs itself alone, also as a text read as JSON, and one just within the limit is stored", async () => {
  const lists = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
  const line = (no: number, context: string) => `{"no":${no},"at":"2016-01-01T00:00:00Z","user":"m","c":${context}}`;
  const text = [line(1, lists(20_000)), line(2, lists(999)), line(3, JSON.stringify(lists(5_000))), line(4, '"[1]"')];
  const mapping = { context: { c: { path: "c", as: "json" } } };
  const report = await importFile("deep", "deep.jsonl", text.join("\n"), mapping);
  expect(report).toMatchObject({ verdict: false, rows: { read: 4, stored: 2, refused: 2 } });
  expect(report.refused.map((row) => [row.line, row.reason])).toEqual([
    [1, expect.stringContaining("is nested deeper than 1000 levels")],
    [3, expect.stringContaining("is nested deeper than 1000 levels")],
  ]);
  expect((await eventsOf("deep")).map(({ line: no, context }) => [no, JSON.stringify(context)])).toEqual(
    expect.arrayContaining([
      ["2", `{"c":${lists(999)}}`],
      ["4", '{"c":[1]}'],
    ]),
  );
});
