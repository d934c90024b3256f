import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { importMapping, useImports } from "../../testing/record-import.ts";
import { readFileRows } from "./file/read-file.ts";
import { previewImport } from "./preview-import.ts";

const { database, importFile, eventsOf } = useImports();

const row = (no: number, note = `note ${no}`) => ({ no, at: `2023-03-0${no}T00:00:00Z`, user: "m-1", note });
const rows = [row(1), row(2), row(3)];
const lines = rows.map((one) => JSON.stringify(one)).join("\n");
const csv = `no,at,user,note,ip\n${rows.map(({ no, at, user, note }) => `${no},${at},${user},${note},`).join("\n")}\n`;

test.each<[string, string, string | Buffer]>([
  ["a list", "a.json", JSON.stringify(rows)],
  ["a list over several lines", "a.log", JSON.stringify(rows, null, 2)],
  ["what CloudTrail wraps", "b.json", JSON.stringify({ Records: rows })],
  [
    "what Google wraps, over several lines",
    "c.json",
    JSON.stringify({ kind: "x", etag: '"}[{"', items: rows }, null, 2),
  ],
  ["wrapped lists one after the other", "d.json", rows.map((one) => JSON.stringify({ Records: [one] })).join("\n")],
  ["JSON lines under another name", "e.log", lines],
  ["JSON lines under no name", "f", `${lines}\n`],
  ["JSON lines packed by gzip", "g.gz", gzipSync(lines)],
  [
    "gzip of two parts",
    "h.gz",
    Buffer.concat([gzipSync(`${lines.split("\n")[0]}\n`), gzipSync(lines.split("\n").slice(1).join("\n"))]),
  ],
  [
    "objects over several lines, one after the other",
    "i.json",
    rows.map((one) => JSON.stringify(one, null, 2)).join("\n"),
  ],
  ["a table under another name", "j.log", csv],
  ["a table packed by gzip", "k.csv.gz", gzipSync(csv)],
  ["lines that end with a carriage return alone", "l.csv", csv.replaceAll("\n", "\r")],
  ["UTF-16, as a spreadsheet saves it", "m.txt", Buffer.from(`\ufeff${csv}`, "utf16le")],
])("%s: its content tells what it is", async (what, file, content) => {
  const report = await importFile(what, file, content);
  expect(report).toMatchObject({ verdict: true, rows: { read: 3, stored: 3 } });
  expect((await eventsOf(what)).map(({ attributes }) => attributes)).toEqual(
    rows.map(({ note }) => ({ note: { to: note } })),
  );
  expect(await importFile(what, file, content)).toMatchObject({ verdict: true, rows: { stored: 0, alreadyThere: 3 } });
});

test("a list of another name is named by the mapping, and one that is not there is said once", async () => {
  const content = JSON.stringify({ meta: { list: [{ a: 1 }] }, things: rows });
  expect(await importFile("named", "a.json", content, { list: "things" })).toMatchObject({ rows: { stored: 3 } });
  const wrong = await importFile("misnamed", "a.json", content, { list: "thing" });
  expect(wrong.refused.map(({ reason }) => reason)).toEqual([expect.stringContaining('has no list "thing"')]);
});

test("what is wrong in a list is told by its place, and the others go on", async () => {
  const content = `[${JSON.stringify(row(1))}, 7, {"no": x}, "text", ${JSON.stringify(row(2))}, {"no": 5`;
  const report = await importFile("broken", "a.json", content);
  expect(report.rows).toMatchObject({ stored: 2, refused: 4 });
  expect(report.refused.map(({ line, reason }) => [line, reason.slice(0, 22)])).toEqual([
    [2, "is no JSON object; wri"],
    [3, "is no JSON (Unexpected"],
    [4, "is no JSON object; wri"],
    [6, "does not end: the file"],
  ]);
});

test.each<[string, Buffer, string]>([
  [
    "a workbook",
    Buffer.from("PK\u0003\u0004rest"),
    "is a zip archive, or a workbook of Excel. Unpack it, or save its sheet as CSV UTF-8",
  ],
  ["XML", Buffer.from("<events/>"), "is XML or HTML. Export the records as CSV or JSON"],
  ["nothing", Buffer.from(" \n"), "is empty. Export the records again"],
  ["zeros", Buffer.from([1, 0, 2, 0, 0]), "is binary: it holds bytes of zero"],
  ["half of a gzip", gzipSync(lines.repeat(50)).subarray(0, 60), "cannot be unpacked"],
])("%s is said once, with what it is and the way that works", async (what, content, sentence) => {
  await expect(importFile(what, "x.bin", content)).rejects.toThrow(sentence);
});

const authLog = [
  "Nov  7 10:11:12 web-1 sshd[42]: Accepted password for kim from 203.0.113.9 port 22 ssh2",
  "Nov 17 10:11:13 web-1 sshd[43]: Failed password for invalid user lee from 203.0.113.10 port 22 ssh2",
  "Nov 17 10:11:14 web-1 cron[44]: something else",
  "",
].join("\n");

const authMapping = {
  sourceId: { row: true },
  lines: String.raw`^(?<at>\w{3} [ \d]\d \d\d:\d\d:\d\d) (?<host>\S+) (?<program>[^\[:]+)(?:\[(?<pid>\d+)\])?: (?<message>.*)$`,
  time: { join: [{ constant: "2023" }, "at"], with: " ", format: "yyyy MMM d HH:mm:ss", zone: "Asia/Seoul" },
  member: { path: "message", find: String.raw`for (?:invalid user )?(\S+) from` },
  action: undefined,
  attributes: undefined,
  context: { ip: { path: "message", find: String.raw`from (\S+) port` } },
  events: [
    {
      when: { program: "sshd", message: { find: "^Accepted " } },
      action: { constant: "thing.changed" },
      attributes: { note: { constant: "in" } },
    },
    {
      when: { program: "sshd", message: { find: "^Failed " } },
      action: { constant: "thing.changed" },
      attributes: { note: { constant: "failed" } },
    },
    { when: {}, skip: "no log-in" },
  ],
};

test("lines of text are read by a pattern, padded days too, and values are taken out of a text", async () => {
  const report = await importFile("auth", "auth.log", authLog, authMapping);
  expect(report).toMatchObject({ verdict: true, rows: { stored: 2, skipped: 1 } });
  const events = await eventsOf("auth");
  expect(events.map(({ member, at, attributes, context }) => [member, at.toISOString(), attributes, context])).toEqual([
    ["kim", "2023-11-07T01:11:12.000Z", { note: { to: "in" } }, { ip: "203.0.113.9" }],
    ["lee", "2023-11-17T01:11:13.000Z", { note: { to: "failed" } }, { ip: "203.0.113.10" }],
  ]);
});

test("a line that fits no pattern says what to add, and a log without patterns is known as one", async () => {
  const report = await importFile("stray", "auth.log", `${authLog}no such line\n`, authMapping);
  expect(report.refused.map(({ line, reason }) => [line, reason])).toEqual([
    [4, expect.stringContaining("fits none of the patterns in lines; add one to lines")],
  ]);
  await expect(importFile("plain", "auth.log", authLog)).rejects.toThrow('looks like one of a text log: give "lines"');
});

test("each element of a list in a row is an event of its own, and a parameter is found by its name", async () => {
  const activity = {
    id: { time: "2023-03-01T00:00:00.123456Z", uniqueQualifier: "9007199254740993" },
    actor: { profileId: "m-1" },
    events: [
      {
        name: "login_success",
        parameters: [
          { name: "login_type", value: "google" },
          { name: "is_2sv", boolValue: true },
        ],
      },
      { name: "login_failure", parameters: [{ name: "login_type", value: "saml" }] },
    ],
  };
  const mapping = {
    sourceId: "id.uniqueQualifier",
    member: "actor.profileId",
    time: "id.time",
    each: "events",
    attributes: {
      note: { join: ["events.name", { path: "events.parameters", item: { name: "login_type" } }], with: " " },
    },
    context: { sure: { path: "events.parameters", item: { name: "is_2sv" }, take: "boolValue" } },
  };
  const content = JSON.stringify({ items: [activity] });
  expect(await importFile("google", "a.json", content, mapping)).toMatchObject({
    verdict: true,
    rows: { read: 2, stored: 2 },
  });
  const events = await eventsOf("google");
  expect(
    events
      .map(({ line, attributes, context }) => [line, attributes, context])
      .sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
  ).toEqual([
    ["9007199254740993", { note: { to: "login_success google" } }, { sure: true }],
    ["9007199254740993#2", { note: { to: "login_failure saml" } }, {}],
  ]);
  expect(await importFile("google", "a.json", content, mapping)).toMatchObject({
    rows: { stored: 0, alreadyThere: 2 },
  });

  const half = { ...mapping, each: undefined, attributes: { note: "events.0.name" }, context: {} };
  const report = await importFile("half", "a.json", content, half);
  expect(report).toMatchObject({ verdict: false, halfTaken: { events: 1 } });
  expect(report.reasons[0]).toContain(
    'write "each": "events" for an event of each, or "single": ["events"] if one is meant',
  );
  expect(await importFile("half", "a.json", content, { ...half, single: ["events"] })).toMatchObject({ verdict: true });
});

test("what rows hold and no rule takes is told by name", async () => {
  const content = JSON.stringify({ ...row(1), ip: "", other: 1, inner: { taken: 1, left: 2, empty: null } });
  const report = await importFile("untaken", "a.json", content, { context: { taken: "inner.taken" } });
  expect(report.untaken).toEqual(["inner.left", "other"]);
});

test("a header with a name twice, and a null that is enclosed in quotes", async () => {
  const twice = await importFile("names", "a.csv", "no,at,user,note,note,ip\n1,2023-03-01,m,a,b,\n", {
    attributes: { note: { join: ["note", "note (2)"], with: "+" } },
  });
  expect(twice.verdict).toBe(true);
  expect((await eventsOf("names"))[0]?.attributes).toEqual({ note: { to: "a+b" } });

  const mysql = '"no","at","user","note","ip"\n"1","2023-03-01","\\N","x","\\N"\n';
  await importFile("mysql", "b.csv", mysql, { csv: { escape: "\\" } });
  expect((await eventsOf("mysql")).map(({ member, context }) => [member, context])).toEqual([["unknown", {}]]);
});

test("week dates, ordinal dates, and the end of a day are times", async () => {
  const times = [
    "2020-W53-7",
    "2021-W01-1T12:00:00",
    "2024-366",
    "2023-001T23:59:59.5",
    "2023-12-31T24:00:00",
    "20-W53-1",
  ];
  const content = times.map((at, no) => JSON.stringify({ no, at, user: "m" })).join("\n");
  const wrong = ["2021-W53-1", "2023-366", "2023-12-31T24:00:01"].map((at, no) =>
    JSON.stringify({ no: no + 10, at, user: "m" }),
  );
  const report = await importFile("dates", "a.json", [content, ...wrong].join("\n"), {
    time: { path: "at", zone: "UTC" },
  });
  expect(report.refused.map(({ line }) => line)).toEqual([6, 7, 8, 9]);
  const found = (await eventsOf("dates"))
    .sort((a, b) => Number(a.line) - Number(b.line))
    .map(({ at }) => at.toISOString());
  expect(found).toEqual([
    "2021-01-03T00:00:00.000Z",
    "2021-01-04T12:00:00.000Z",
    "2024-12-31T00:00:00.000Z",
    "2023-01-01T23:59:59.500Z",
    "2024-01-01T00:00:00.000Z",
  ]);
});

test("rows that are refused for one reason are one kind, with the first place and a count", async () => {
  const content = [1, 2, 3, 4]
    .map((no) => JSON.stringify({ no, at: no === 3 ? "2023-03-03" : `x${no}`, user: "m", note: "n" }))
    .join("\n");
  const report = await importFile("kinds", "a.json", content);
  expect(report.refusedFor).toEqual([
    { field: "occurredAt", reason: expect.stringContaining('"x1" is no time'), count: 3, firstLine: 1, lastLine: 4 },
  ]);
});

test("a dry run shows three rows as events, has the storage's word on all, and leaves nothing", async () => {
  const folder = await mkdtemp(join(tmpdir(), "memberscope-dry-"));
  const file = join(folder, "a.json");
  const phone = { ...row(2), phone: "010-1234-5678" };
  await writeFile(
    file,
    JSON.stringify([row(1), phone, row(3), { ...row(4), user: "m".repeat(65) }, { ...row(5), at: "x" }]),
  );
  const mapping = importMapping("dry", { attributes: { note: "note", phone: "phone" } });
  const preview = await previewImport({ url: database.url(), mapping, rows: readFileRows(file, mapping) });
  await rm(folder, { recursive: true });
  expect(preview).toMatchObject({ read: 5, isWhole: true, wouldStore: 3, alreadyThere: 0, neverFound: ["ip"] });
  expect(preview.refusedFor.map(({ field, count }) => [field, count])).toEqual([
    ["memberId", 1],
    ["occurredAt", 1],
  ]);
  expect(preview.shown.map(({ line, attributes }) => [line, attributes])).toEqual([
    [1, { note: { to: "note 1" } }],
    [2, { note: { to: "note 2" }, phone: { to: "(personal)" } }],
    [3, { note: { to: "note 3" } }],
  ]);
  expect(await eventsOf("dry")).toEqual([]);
  expect(await database.owner()`select from event.source_event where source = 'dry'`).toHaveLength(0);
});

test("a list in each row is no wrapper where the mapping leads through it", async () => {
  const content = [1, 2].map((no) => JSON.stringify({ ...row(no), events: [{ name: `a${no}` }, { name: "b" }] }));
  const mapping = { each: "events", attributes: { note: "events.name" }, context: {} };
  expect(await importFile("each", "each.jsonl", content.join("\n"), mapping)).toMatchObject({
    verdict: true,
    rows: { read: 4, stored: 4 },
  });
});
