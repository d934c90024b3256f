import { expect, test } from "vitest";
import { importMapping, useImports } from "../../testing/record-import.ts";
import { readTableRows } from "./read-table.ts";

const { database, run, importFile, eventsOf } = useImports();

test("a date and a time in columns of their own are one time, and a year that was never written is a constant", async () => {
  const csv = "no,day,clock,user,note,ip\n1,12.03.2023,10:11:12,a,,\n2,,10:11:12,a,,\n3,12.03.2023,,a,,\n";
  const joined = { join: ["day", { path: "clock", default: "00:00:00" }], with: " ", format: "dd.MM.yyyy HH:mm:ss" };
  const report = await importFile("two columns", "a.csv", csv, { time: { ...joined, zone: "Asia/Seoul" } });
  expect(report.refused.map(({ line, reason }) => [line, reason])).toEqual([
    [3, "occurredAt: there is no time at one of the joined places; give one, or a default"],
  ]);
  const times = (await eventsOf("two columns")).map(({ at }) => at.toISOString());
  expect(times).toEqual(["2023-03-11T15:00:00.000Z", "2023-03-12T01:11:12.000Z"]);

  const format = ["yyyy MMM d HH:mm:ss", "yyyy MMM  d HH:mm:ss"];
  const lines =
    '{"no":1,"at":"Mar 12 10:11:12"}\n{"no":2,"at":"Mar  2 10:11:12"}\n{"no":3,"at":{"$date":"x"}}\n{"no":4,"at":true}';
  const syslog = await importFile("syslog", "b.jsonl", lines, {
    time: { join: [{ constant: "2023" }, "at"], with: " ", format, zone: "UTC" },
  });
  expect(syslog.rows).toMatchObject({ stored: 2, refused: 2 });
  expect((await eventsOf("syslog")).map(({ at }) => at.toISOString())).toEqual([
    "2023-03-02T10:11:12.000Z",
    "2023-03-12T10:11:12.000Z",
  ]);
});

test("a time that is an object says so instead of being missing", async () => {
  const report = await importFile("dates", "c.jsonl", '{"no":1,"at":{"$date":"2023-03-12T00:00:00Z"}}');
  expect(report.refused[0]?.reason).toContain(
    "what stands at at is an object or a list; give the path of a time inside",
  );
  const inside = await importFile("dates", "c.jsonl", '{"no":1,"at":{"$date":"2023-03-12T00:00:00Z"}}', {
    time: "at.$date",
  });
  expect(inside.verdict).toBe(true);
});

test("texts that mean nothing are missing everywhere, and padding is no part of a member's id", async () => {
  const csv = 'no, at, user, note, ip\n1, 2023-03-12, NULL, -, "1.2.3.4"\n2, 2023-03-12, "m-1  " , "a, b", \\N\n';
  const report = await importFile("nothings", "d.csv", csv, { missing: ["NULL", "-", "\\N"], trim: true });
  expect(report.verdict).toBe(true);
  expect(
    (await eventsOf("nothings"))
      .map(({ line, member, attributes, context }) => [line, member, attributes, context])
      .sort(),
  ).toEqual([
    ["1", "unknown", {}, { ip: "1.2.3.4" }],
    ["2", "m-1", { note: { to: "a, b" } }, {}],
  ]);
});

test("columns named with dots, JSON inside a column, and a second place for the member", async () => {
  const csv = [
    "no,event.action,at,payload",
    '1,in,2023-03-12,"{""user"":{""id"":7},""ip"":""1.2.3.4""}"',
    '2,in,2023-03-12,"{""account"":[{""id"":8}]}"',
    "3,in,2023-03-12,no json",
    "4,in,2023-03-12,{broken",
    "5,out,2023-03-12,",
  ].join("\n");
  const report = await importFile("inside", "e.csv", csv, {
    member: { path: "payload.user.id", default: { path: "payload.account.0.id", default: "unknown" } },
    action: undefined,
    attributes: {},
    context: { ip: "payload.ip" },
    events: [
      { when: { "event.action": "in" }, action: { constant: "thing.changed" } },
      { when: { "event.action": "out" }, skip: "not wanted" },
    ],
  });
  expect(report.rows).toMatchObject({ stored: 3, skipped: 1, refused: 1 });
  expect(report.refused[0]).toMatchObject({
    line: 5,
    reason: "row: the text at payload begins as JSON and is none; correct it",
  });
  expect((await eventsOf("inside")).map(({ line, member }) => [line, member]).sort()).toEqual([
    ["1", "7"],
    ["2", "8"],
    ["3", "unknown"],
  ]);
});

test("a path at which no row has anything is named, since its default would hide it", async () => {
  const lines =
    '{"no":1,"at":"2023-03-12","user":{"id":1},"note":null}\n{"no":2,"at":"2023-03-12","user":{},"note":null}';
  const member = { path: "user.id", default: "unknown" };
  const { verdict, neverFound } = await importFile("misspelt", "f.jsonl", lines, {
    member,
    attributes: { note: { path: "note", default: { path: "nott" } } },
  });
  expect({ verdict, neverFound }).toEqual({ verdict: true, neverFound: ["nott", "ip"] });
});

test("a digest of the whole row does not ask in which order its names were written", async () => {
  const once = '{"at":"2023-03-12","user":"a","note":"n","more":{"a":1,"b":[1,2]}}';
  const again = '{"more":{"b":[1,2],"a":1},"note":"n","user":"a","at":"2023-03-12"}';
  expect((await importFile("digest", "g.jsonl", once, { sourceId: { row: true } })).rows.stored).toBe(1);
  const second = await importFile("digest", "g.jsonl", again, { sourceId: { row: true } });
  expect(second.rows).toMatchObject({ stored: 0, alreadyThere: 1 });
});

test("lines above the header are passed over and counted, in UTF-16 as well", async () => {
  const text = "\ufeffsep=;\r\nno;at;user;note;ip\r\n1;2023-03-12;김😀;x;\r\n2;never;b;x;\r\n";
  const little = Buffer.from(text, "utf16le");
  const csv = { delimiter: ";", skipLines: 1 };
  for (const [source, bytes] of Object.entries({
    little,
    big: Buffer.from(little).swap16(),
    utf8: Buffer.from(text),
  })) {
    const report = await importFile(source, "h.csv", bytes, { csv });
    expect(report.refused.map(({ line }) => line)).toEqual([4]);
    expect((await eventsOf(source)).map(({ member }) => member)).toEqual(["김😀"]);
  }
  await expect(importFile("little", "h.csv", little, { csv: { delimiter: ";" } })).rejects.toThrow("csv.skipLines");
  const half = Buffer.from("\ufeffno,at,user,note,ip\n1,2023-03-12,a\ud800,x,\n2,2023-03-12,b,x,\n", "utf16le");
  const broken = await importFile("half", "h.csv", half);
  expect(broken.refused.map(({ line, reason }) => `${line} ${reason.slice(0, 18)}`)).toEqual(["2 is not valid utf-8"]);
  expect(broken.rows.stored).toBe(1);
});

test("a table's columns are checked, and its order makes no ids", async () => {
  await database.owner().unsafe(`
    create table public.old_visit (a int, b char(4), at timestamptz, kind text, "Odd.Name" text, primary key (a, b));
    insert into old_visit values (1, 'x', '2023-03-12', 'in', 'o'), (1, 'y', '2023-03-12', 'in', null)`);
  const read = (given: object) => {
    const mapping = importMapping("visits", {
      member: "b",
      attributes: { note: "Odd.Name" },
      context: {},
      trim: true,
      ...given,
    });
    return run(mapping, readTableRows({ url: database.url(), table: "public.old_visit", mapping }));
  };
  await expect(read({ sourceId: { line: true } })).rejects.toThrow("have no lasting order");
  await expect(read({ sourceId: "no" })).rejects.toThrow('names "no", which the table public.old_visit has not');
  expect(await read({ sourceId: { join: ["a", "b"], with: "/" } })).toMatchObject({ verdict: true, neverFound: [] });
  expect((await eventsOf("visits")).map(({ line, member, attributes }) => [line, member, attributes]).sort()).toEqual([
    ["1/x", "x", { note: { to: "o" } }],
    ["1/y", "y", {}],
  ]);
});
