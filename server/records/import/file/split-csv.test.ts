import fc from "fast-check";
import { expect, test } from "vitest";
import { type CsvForm, type CsvRecord, splitCsv } from "./split-csv.ts";
import { splitFields } from "./split-fields.ts";

const plain: CsvForm = { delimiter: ",", quote: '"', trim: false };

async function split(text: string, chunkBytes = 1024, form = plain): Promise<(string | string[])[]> {
  const bytes = Buffer.from(text);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const found: (string | string[])[] = [];
  for await (const record of splitCsv(chunks(), form)) found.push(asText(record, form));
  return found;
}

function asText(record: CsvRecord, form: CsvForm): string | string[] {
  if ("fault" in record) return `${record.line}: ${record.fault}`;
  const fields = splitFields(record.bytes.toString(), form);
  return "fault" in fields ? `${record.line}: ${fields.fault}` : [String(record.line), ...fields];
}

test("line ends, delimiters and doubled quotes inside quotes belong to the field; lines are counted on", async () => {
  expect(await split('a,"b\r\nc, ""d""",e\r\n\r\nf,g,\n')).toEqual([
    ["1", "a", 'b\r\nc, "d"', "e"],
    ["4", "f", "g", ""],
  ]);
});

test("a quote inside a bare field is a character", async () => {
  expect(await split('5" pipe,x\ny,z')).toEqual([
    ["1", '5" pipe', "x"],
    ["2", "y", "z"],
  ]);
});

test("a quote that never ends costs its own line and no other", async () => {
  const found = await split('a,"b\nc,d\n"e",f\n');
  expect(found[0]).toContain("1: has a quote that never ends");
  expect(found.slice(1)).toEqual([
    ["2", "c", "d"],
    ["3", "e", "f"],
  ]);
});

test("text after a closing quote is a fault of its line", async () => {
  expect((await split('"a"b,c\nd,e\n'))[0]).toContain("1: has text after a closing quote");
});

test("an escape makes the letter after it text, in quotes and outside, and a bare \\N is missing", async () => {
  const mysql = { ...plain, escape: "\\" };
  expect(await split('"say \\"hi\\", twice","ends with \\\\"\n\\N,a\\,b\\\nc\\td\n', 3, mysql)).toEqual([
    ["1", 'say "hi", twice', "ends with \\"],
    ["2", "", "a,b\nc\td"],
  ]);
});

test("without a quote a quote is a character, and another letter can be the quote", async () => {
  expect(await split('"a,b\nc,d"\n', 1024, { ...plain, quote: "" })).toEqual([
    ["1", '"a', "b"],
    ["2", "c", 'd"'],
  ]);
  expect(await split("'a,''b''',\"c\n", 1024, { ...plain, quote: "'" })).toEqual([["1", "a,'b'", '"c']]);
});

test("spaces around quotes are no part of the record when it is trimmed", async () => {
  expect(await split('a, "b,\nc" ,d\ne,f,g\n', 2, { ...plain, trim: true })).toEqual([
    ["1", "a", "b,\nc", "d"],
    ["3", "e", "f", "g"],
  ]);
});

test("what was written as CSV is read back, wherever the chunks end", async () => {
  const field = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", "한", " "), maxLength: 6 });
  const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 3 }), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 7 }), async (given, chunkBytes) => {
      const text = given.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(",")).join("\r\n");
      const found = await split(text, chunkBytes);
      expect(found.map((row) => row.slice(1))).toEqual(given);
    }),
  );
});

test.each([65_536, 262_144, 10_000_000])(
  "a line of more than 1 MiB costs itself alone, read by %i bytes",
  async (chunkBytes) => {
    const long = "y".repeat(1_200_000);
    expect(await split(`a,b\n1,${long}\n"2",c\n3,"${long}"\n4,d\n5,${long}`, chunkBytes)).toEqual([
      ["1", "a", "b"],
      expect.stringMatching(/^2: has more than 1 MiB/),
      ["3", "2", "c"],
      expect.stringMatching(/^4: has more than 1 MiB/),
      ["5", "4", "d"],
      expect.stringMatching(/^6: has more than 1 MiB/),
    ]);
  },
);
