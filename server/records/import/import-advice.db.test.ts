import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { useImports } from "../../testing/record-import.ts";

const { importFile } = useImports();

type Given = { content: string | Buffer; mapping?: object };
/** What somebody imports, what is said of it, and the same done as it says. */
type Case = [what: string, wrong: Given, said: string, asSaid: Given];

const head = "no,at,user,note,ip";
const line = "1,2016-01-01T00:00:00Z,m,x,";
const csv = `${head}\n${line}\n2,2016-01-02T00:00:00Z,m,y,\n`;
const row = { no: 1, at: "2016-01-01T00:00:00Z", user: "m", note: "x" };
const json = (value: unknown) => JSON.stringify(value);
const table = (...lines: string[]) => `${[head, ...lines].join("\n")}\n`;
const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))));
const endless = table('1,2016-01-01,m,"x,', line.replace("1", "2"));
const asCsv: Given = { content: csv };
/** 김 in code page 949. */
const KIM = [0xb1, 0xe8];
const koreanHeader = bytes("no,at,user,note,", KIM, `\n${line}\n`);
const syslog = "<34>Nov  7 10:11:12 web-1 sshd: hello\n";
const lines = String.raw`^<(?<no>\d+)>(?<at>\w{3} [ \d]\d \d\d:\d\d:\d\d) (?<user>\S+) (?<note>.*)$`;
const ofSyslog = {
  lines,
  time: { join: [{ constant: "2016" }, "at"], with: " ", format: "yyyy MMM d HH:mm:ss", zone: "UTC" },
  context: {},
};
const events = (...rules: object[]) => ({ action: undefined, attributes: undefined, context: {}, events: rules });
const changed = { action: { constant: "thing.changed" }, attributes: { note: "note" } };

const files: Case[] = [
  ["a workbook", { content: bytes("PK", [3, 4, 0]) }, "save its sheet as CSV UTF-8", asCsv],
  ["a PDF", { content: "%PDF-1.7\n" }, "Export the records as CSV or JSON", asCsv],
  ["Parquet", { content: "PAR1xx" }, "Write it as JSON lines or CSV", { content: json(row) }],
  ["bzip2", { content: "BZh91AY" }, "Unpack it with bunzip2", asCsv],
  ["xz", { content: bytes([0xfd, 0x37, 0x7a, 0x58, 0x5a]) }, "Unpack it with unxz", asCsv],
  ["XML", { content: '<?xml version="1.0"?><a/>' }, "is XML or HTML. Export the records as CSV or JSON", asCsv],
  ["SQL", { content: "-- dump\n\nINSERT INTO old VALUES (1);" }, "is a dump in SQL. Load it into a database", asCsv],
  [
    "a tar archive in gzip",
    {
      content: gzipSync(
        bytes(
          "a.csv",
          Array.from({ length: 252 }, () => 0),
          "ustar",
          [0],
        ),
      ),
    },
    "is a tar archive. Unpack it with tar -x",
    asCsv,
  ],
  [
    "UTF-16 without its mark",
    { content: Buffer.from(csv, "utf16le") },
    "is UTF-16 without a byte order mark. Save it as UTF-8",
    asCsv,
  ],
  ["half of a gzip", { content: gzipSync(csv).subarray(0, 40) }, "get the file whole", { content: gzipSync(csv) }],
  [
    "a table with another delimiter",
    { content: csv.replaceAll(",", ";") },
    'Its columns seem to be parted by ";": write "csv": {"delimiter": ";"}',
    { content: csv.replaceAll(",", ";"), mapping: { csv: { delimiter: ";" } } },
  ],
  [
    "a title above the header",
    { content: `Log-ins of 2016\n${csv}` },
    "lines above the header are left out by csv.skipLines",
    { content: `Log-ins of 2016\n${csv}`, mapping: { csv: { skipLines: 1 } } },
  ],
  [
    "a misspelt column",
    { content: csv, mapping: { member: "usr" } },
    '"usr", which the header has not. Its columns are no, at, user',
    asCsv,
  ],
  [
    "a header in another encoding",
    { content: koreanHeader, mapping: { context: {} } },
    "Line 1, the header, is not valid utf-8; correct its bytes, or name its encoding in the mapping's csv.encoding (euc-kr",
    { content: koreanHeader, mapping: { context: {}, csv: { encoding: "euc-kr" } } },
  ],
  [
    "a syslog with priorities",
    { content: syslog },
    'looks like one of a text log: give "lines", a pattern with a group for each field',
    { content: syslog, mapping: ofSyslog },
  ],
];

const rows: Case[] = [
  [
    "rows wrapped under a name of its own",
    { content: json({ page: 1, things: [row] }) },
    'holds a list of them; write "list": "things" into the mapping',
    { content: json({ page: 1, things: [row] }), mapping: { list: "things" } },
  ],
  [
    "a list of another name",
    { content: json({ things: [row] }), mapping: { list: "thing" } },
    'has no list "thing"; its lists are "things": write one of them',
    { content: json({ things: [row] }), mapping: { list: "things" } },
  ],
  [
    "a list where there is none",
    { content: json(row), mapping: { list: "things" } },
    'has no list "things"; leave list out of the mapping',
    { content: json(row) },
  ],
  [
    "lists in a list",
    { content: json([Object.keys(row), Object.values(row)]) },
    "is no JSON object; write {...} for each row",
    { content: json([row]) },
  ],
  [
    "a Korean text log",
    { content: bytes("<1>Nov  7 10:11:12 ", KIM, " in\n"), mapping: ofSyslog },
    "name its encoding in the mapping's csv.encoding (euc-kr",
    { content: bytes("<1>Nov  7 10:11:12 ", KIM, " in\n"), mapping: { ...ofSyslog, csv: { encoding: "euc-kr" } } },
  ],
  [
    "JSON in code page 949",
    { content: bytes('{"no":1,"at":"2016-01-01","user":"', KIM, '"}') },
    "convert the file, as by iconv -f cp949 -t utf-8",
    { content: '{"no":1,"at":"2016-01-01","user":"김"}' },
  ],
  [
    "a line that fits no pattern",
    { content: `${syslog}-- rotated --\n`, mapping: ofSyslog },
    'end lines with "(?<rest>.*)" and skip such rows by a rule',
    {
      content: `${syslog}-- rotated --\n`,
      mapping: {
        ...ofSyslog,
        ...events({ when: { rest: { find: "." } }, skip: "no event" }, changed),
        lines: [lines, "(?<rest>.*)"],
      },
    },
  ],
  [
    "a quote that never ends",
    { content: endless },
    'write each quote inside it twice ("say ""yes""")',
    { content: table('1,2016-01-01,m,"""x",', line.replace("1", "2")) },
  ],
  [
    "a bare quote",
    { content: endless },
    'give "csv": {"quote": ""}',
    { content: endless, mapping: { csv: { quote: "" } } },
  ],
  [
    "quotes with a backslash",
    { content: table(String.raw`1,2016-01-01,m,"say \"yes\" now",`) },
    String.raw`give "csv": {"escape": "\\"}`,
    { content: table(String.raw`1,2016-01-01,m,"say \"yes\" now",`), mapping: { csv: { escape: "\\" } } },
  ],
  [
    "too many fields",
    { content: table(`${line},z`) },
    "quote fields that hold the delimiter",
    { content: table('1,2016-01-01,m,"x,z",') },
  ],
  [
    "too few fields",
    { content: table("1,2016-01-01,m") },
    "write an empty field for each",
    { content: table("1,2016-01-01,m,,") },
  ],
  ["broken JSON", { content: '{"no":1,}' }, "is no JSON", { content: json(row) }],
  ["a list that breaks off", { content: `[${json(row)},{"no":2` }, "get the file whole", { content: json([row]) }],
];

const values: Case[] = [
  [
    "a row without an id",
    { content: table(",2016-01-01,m,x,", ",2016-01-02,m,x,") },
    'give one, or {"row": true} as sourceId',
    { content: table(",2016-01-01,m,x,", ",2016-01-02,m,x,"), mapping: { sourceId: { row: true } } },
  ],
  [
    "an action that is a path",
    { content: json(row), mapping: { action: "thing.changed" } },
    'or {"constant": "thing.changed"} when that is the action',
    { content: json(row) },
  ],
  [
    "no rule for a row",
    { content: csv, mapping: events({ when: { note: "x" }, ...changed }) },
    "no rule of events holds for this row; add one, or one that skips it",
    { content: csv, mapping: events({ when: { note: "x" }, ...changed }, { skip: "not wanted" }) },
  ],
  [
    "no time",
    { content: table("1,,m,x,") },
    "there is no time at at; give one, or a default",
    { content: table("1,,m,x,"), mapping: { time: { path: "at", zone: "UTC", default: "2016-01-01" } } },
  ],
  [
    "a time that is an object",
    { content: json({ ...row, at: { date: "2016-01-01" } }) },
    "give the path of a time inside it",
    { content: json({ ...row, at: { date: "2016-01-01" } }), mapping: { time: { path: "at.date", zone: "UTC" } } },
  ],
  [
    "a time without an offset",
    { content: table("1,2016-01-01 10:00:00,m,x,"), mapping: { time: "at" } },
    "give the mapping's time a zone, like Asia/Seoul",
    { content: table("1,2016-01-01 10:00:00,m,x,"), mapping: { time: { path: "at", zone: "Asia/Seoul" } } },
  ],
  [
    "a time of another format",
    { content: table("1,01/02/2016,m,x,") },
    "is no time of the format iso; correct it, or add its format to the mapping",
    {
      content: table("1,01/02/2016,m,x,"),
      mapping: { time: { path: "at", zone: "UTC", format: ["iso", "dd/MM/yyyy"] } },
    },
  ],
  [
    "a time before 1970",
    { content: table("1,1969-01-01,m,x,", line.replace("1", "2")) },
    "lies before 1970; correct it, or skip such rows",
    {
      content: table("1,1969-01-01,m,x,", line.replace("1", "2")),
      mapping: events({ when: { at: { find: "^19[0-6]" } }, skip: "before 1970" }, changed),
    },
  ],
  [
    "a value that a map has not",
    { content: csv, mapping: { attributes: { note: { path: "note", map: { x: "ex" } } } } },
    "add one, or give otherwise",
    { content: csv, mapping: { attributes: { note: { path: "note", map: { x: "ex" }, otherwise: null } } } },
  ],
  [
    "an object for a text",
    { content: json({ ...row, user: { id: "m" } }) },
    "is an object or a list; give the path of a value inside it",
    { content: json({ ...row, user: { id: "m" } }), mapping: { member: "user.id" } },
  ],
  [
    "a number that is none",
    { content: table("1,2016-01-01,m,n/a,"), mapping: { attributes: { points: { path: "note", as: "integer" } } } },
    'write it into "missing" if it stands for nothing',
    {
      content: table("1,2016-01-01,m,n/a,"),
      mapping: { attributes: { points: { path: "note", as: "integer" } }, missing: ["n/a"] },
    },
  ],
  [
    "a truth in other words",
    { content: csv, mapping: { context: { sure: { path: "note", as: "boolean" } } } },
    "use a map to true and false",
    { content: csv, mapping: { context: { sure: { path: "note", map: { x: true, y: true } } } } },
  ],
  [
    "JSON that is none",
    { content: csv, mapping: { context: { more: { path: "note", as: "json" } } } },
    "is no JSON text; leave out as",
    { content: csv, mapping: { context: { more: "note" } } },
  ],
  [
    "a value that PostgreSQL cannot hold",
    { content: json({ ...row, note: "a\u0000b" }) },
    "attributes.note: holds U+0000 or half a surrogate pair, which PostgreSQL cannot store; clean the value",
    { content: json({ ...row, note: "ab" }) },
  ],
  [
    "two rows of one id",
    { content: table(line, "1,2016-01-01T00:00:00Z,m,y,") },
    "or map a sourceId that tells them apart",
    {
      content: table(line, "1,2016-01-01T00:00:00Z,m,y,"),
      mapping: { source: "told apart", sourceId: { join: ["no", "note"], with: "-" } },
    },
  ],
];

test.each([...files, ...rows, ...values])(
  "%s: one message says the way that works, and it works",
  async (what, wrong, said, asSaid) => {
    const outcome = await importFile(what, "wrong", wrong.content, wrong.mapping).then(
      ({ refusedFor, reasons }) => {
        expect(reasons).toHaveLength(1);
        return refusedFor.map(({ reason }) => reason);
      },
      (error: Error) => [error.message],
    );
    expect(outcome).toEqual([expect.stringContaining(said)]);
    const report = await importFile(what, "as-said", asSaid.content, asSaid.mapping);
    expect(report.reasons).toEqual([]);
    expect(report.rows.stored + report.rows.alreadyThere).toBeGreaterThan(0);
  },
);
