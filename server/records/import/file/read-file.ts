import { DomainError } from "../../../errors.ts";
import { checkColumns, pathsOf } from "../mapping/check-columns.ts";
import { delimiters, type Mapping } from "../mapping/mapping.ts";
import { type Row, readJsonRow, type SourceRow } from "../mapping/source-row.ts";
import { decodeKorean } from "./decode-korean.ts";
import { type OpenFile, openFile } from "./read-head.ts";
import { type CsvRecord, splitCsv } from "./split-csv.ts";
import { splitFields } from "./split-fields.ts";
import { splitJson, TOO_LARGE } from "./split-json.ts";
import { looksLikeTextLog, tellShape } from "./tell-shape.ts";

/** A JSON value on one line; more is no row of a record table. */
const MAX_LINE_BYTES = 4_194_304;
const LF = 0x0a;

/**
 * Reads the rows of a file as a stream. What it is, its content tells, whatever its name: JSON objects one a line, a JSON list or
 * an object that wraps one, lines of text when the mapping has patterns for them, else a table; packed by gzip or not. A row that
 * cannot be read is a fault and the others go on.
 *
 * @throws DomainError "bad-input" for a file that holds no rows or cannot be read, and a header that a path of the mapping does not
 *   name.
 */
export async function* readFileRows(file: string, mapping: Mapping): AsyncGenerator<SourceRow> {
  yield* readRows(await openFile(file), mapping);
}

/** The rows of a file that is open; see readFileRows. */
export async function* readRows({ head, chunks }: OpenFile, mapping: Mapping): AsyncGenerator<SourceRow> {
  const shape = tellShape(head.toString(), mapping);
  if (mapping.lines !== undefined) {
    checkColumns([...groupsOf(mapping.lines), WHOLE_LINE], { mapping, place: "the patterns in lines" });
    yield* readTextLines(chunks, mapping.lines, mapping.csv.encoding);
  } else if (shape.kind === "json-lines") yield* withListNamed(readJsonLines(chunks), mapping);
  else if (shape.kind === "json-values") yield* withListNamed(readJsonValues(chunks, shape.list), mapping);
  else yield* readCsv(chunks, mapping, logHint(head));
}

/** The whole line, beside the fields that a pattern finds in it. */
const WHOLE_LINE = "line";

/** A line that a pattern is tried on: expressions that go back and forth take long over a longer one. */
const MAX_TEXT_BYTES = 65_536;

/** A first object that has nothing the mapping names, but a list of objects, wraps the rows under a name of its own. */
async function* withListNamed(rows: AsyncIterable<SourceRow>, mapping: Mapping): AsyncGenerator<SourceRow> {
  let isFirst = true;
  for await (const one of rows) {
    const list = isFirst && "row" in one ? wrappedIn(one.row, mapping) : undefined;
    isFirst = false;
    if (list === undefined) yield one;
    else
      yield { line: one.line, fault: `is no row but holds a list of them; write "list": "${list}" into the mapping` };
  }
}

function wrappedIn(row: Row, mapping: Mapping): string | undefined {
  const isNamed = pathsOf(mapping).some(
    (path) => Object.hasOwn(row, path[0] ?? "") || Object.hasOwn(row, path.join(".")),
  );
  if (isNamed) return undefined;
  const isRow = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
  return Object.keys(row).find((name) => Array.isArray(row[name]) && isRow(row[name][0]));
}

type Encoding = Mapping["csv"]["encoding"];

async function* readTextLines(
  chunks: AsyncIterable<Buffer>,
  patterns: readonly RegExp[],
  encoding: Encoding,
): AsyncGenerator<SourceRow> {
  const decode = decoderOf(encoding);
  for await (const { line, bytes } of splitLines(chunks)) {
    const text = bytes.length > MAX_TEXT_BYTES ? null : decode(bytes)?.replace(/\r$/, "");
    if (text === null)
      yield {
        line,
        fault: `has more than ${MAX_TEXT_BYTES} bytes, too many for a pattern; shorten it, or leave it out`,
      };
    else if (text === undefined) yield { line, fault: notEncoded(encoding) };
    else if (text.trim() !== "") yield { line, ...readTextLine(text, patterns) };
  }
}

function readTextLine(text: string, patterns: readonly RegExp[]): { row: Row } | { fault: string } {
  for (const pattern of patterns) {
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) continue;
    const fields = Object.entries(groups).map(([name, value = ""]) => [name, value] as const);
    return { row: { [WHOLE_LINE]: text, ...Object.fromEntries(fields) } };
  }
  const wayOut = 'add one to lines, or end lines with "(?<rest>.*)" and skip such rows by a rule';
  return { fault: `fits none of the patterns in lines; ${wayOut}` };
}

function groupsOf(patterns: readonly RegExp[]): string[] {
  return patterns.flatMap(({ source }) => [...source.matchAll(/\(\?<([A-Za-z_]\w*)>/g)].map(([, name]) => name ?? ""));
}

/** A text log is read as a table unless the mapping knows its lines: the header that is missing then says so. */
function logHint(head: Buffer): string {
  return looksLikeTextLog(head.toString())
    ? '. Its first line looks like one of a text log: give "lines", a pattern with a group for each field'
    : "";
}

function notEncoded(encoding: Encoding): string {
  return `is not valid ${encoding}; correct its bytes, or name its encoding in the mapping's csv.encoding (euc-kr, windows-1252)`;
}

const NOT_UTF8 =
  "is not valid utf-8, as JSON is; correct its bytes, or convert the file, as by iconv -f cp949 -t utf-8";

async function* readJsonValues(chunks: AsyncIterable<Buffer>, list: string | null): AsyncGenerator<SourceRow> {
  const decode = decoderOf("utf-8");
  for await (const record of splitJson(chunks, list)) {
    if ("fault" in record) {
      yield record;
      continue;
    }
    const text = decode(record.bytes);
    if (text === undefined) yield { line: record.line, fault: NOT_UTF8 };
    else yield { line: record.line, ...readJsonRow(text) };
  }
}

async function* readJsonLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<SourceRow> {
  const decode = decoderOf("utf-8");
  for await (const { line, bytes } of splitLines(chunks)) {
    if (bytes.length > MAX_LINE_BYTES) {
      yield { line, fault: `has more than ${MAX_LINE_BYTES} bytes; ${TOO_LARGE}` };
      continue;
    }
    const text = decode(bytes);
    if (text === undefined) yield { line, fault: NOT_UTF8 };
    else if (text.trim() !== "") yield { line, ...readJsonRow(text) };
  }
}

async function* splitLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<{ line: number; bytes: Buffer }> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 1;
  for await (const chunk of chunks) {
    const bytes: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, start)) {
      yield { line, bytes: bytes.subarray(start, end) };
      start = end + 1;
      line += 1;
    }
    rest = bytes.subarray(start);
  }
  if (rest.length > 0) yield { line, bytes: rest };
}

async function* readCsv(chunks: AsyncIterable<Buffer>, mapping: Mapping, hint: string): AsyncGenerator<SourceRow> {
  const { csv } = mapping;
  const decode = decoderOf(csv.encoding);
  let header = csv.header;
  if (header) checkHeader(header, mapping, hint);
  for await (const record of splitCsv(withoutLines(chunks, csv.skipLines), csv, csv.skipLines + 1)) {
    const fields = fieldsOf(record);
    if (!header) {
      if ("fault" in fields) throw new DomainError("bad-input", `Line ${record.line}, the header, ${fields.fault}.`);
      header = numbered(fields.map((name) => name.trim()));
      checkHeader(header, mapping, hint);
    } else if ("fault" in fields) yield { line: record.line, fault: fields.fault };
    else if (fields.length !== header.length) {
      yield {
        line: record.line,
        fault: `has ${fields.length} fields where the header has ${header.length}; ${fields.length > header.length ? "quote fields that hold the delimiter" : "write an empty field for each that is missing"}`,
      };
    } else {
      yield { line: record.line, row: Object.fromEntries(header.map((name, at) => [name, fields[at] ?? ""])) };
    }
  }

  function fieldsOf(record: CsvRecord): string[] | { fault: string } {
    if ("fault" in record) return record;
    const text = decode(record.bytes);
    return text === undefined ? { fault: notEncoded(csv.encoding) } : splitFields(text, csv);
  }
}

/** Lines before the header, like a title or sep=; of a spreadsheet. */
async function* withoutLines(chunks: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer> {
  let left = count;
  for await (const chunk of chunks) {
    let start = 0;
    while (left > 0 && start < chunk.length) {
      const end = chunk.indexOf(LF, start);
      start = end === -1 ? chunk.length : end + 1;
      if (end !== -1) left -= 1;
    }
    if (start < chunk.length) yield chunk.subarray(start);
  }
}

/** A decoder that gives undefined for bytes that are no text of the encoding. */
function decoderOf(encoding: Encoding): (bytes: Buffer) => string | undefined {
  if (encoding === "euc-kr") return decodeKorean;
  const decoder = new TextDecoder(encoding, { fatal: true });
  return (bytes) => {
    try {
      return decoder.decode(bytes);
    } catch {
      return undefined;
    }
  };
}

/** A name that stands twice is told apart by its number: "note", "note (2)". */
function numbered(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return names.map((name) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

function checkHeader(header: readonly string[], mapping: Mapping, hint: string): void {
  checkColumns(header, {
    mapping,
    place: "the header",
    wayOut: `, and lines above the header are left out by csv.skipLines${delimiterHint(header, mapping.csv.delimiter)}${hint}`,
  });
}

/** A header that is one column with another delimiter inside was parted by that one. */
function delimiterHint(header: readonly string[], delimiter: string): string {
  const [whole = "", ...others] = header;
  const found = delimiters.find((one) => one !== delimiter && whole.includes(one));
  if (others.length > 0 || found === undefined) return "";
  return `. Its columns seem to be parted by ${JSON.stringify(found)}: write "csv": {"delimiter": ${JSON.stringify(found)}}`;
}
