import { createReadStream } from "node:fs";
import { DomainError } from "../../../errors.ts";
import { checkColumns } from "../mapping/check-columns.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { readJsonRow, type SourceRow } from "../mapping/source-row.ts";
import { decodeKorean } from "./decode-korean.ts";
import { readUtf8 } from "./read-utf8.ts";
import { type CsvRecord, splitCsv } from "./split-csv.ts";
import { splitFields } from "./split-fields.ts";

/** A JSON value on one line; more is no row of a record table. */
const MAX_LINE_BYTES = 4_194_304;
const LF = 0x0a;

/**
 * Reads the rows of a file, .csv or .jsonl (.ndjson), as a stream. A byte order mark is left out, and one of UTF-16 read by;
 * a row that cannot be read is a fault and the others go on.
 *
 * @throws DomainError "bad-input" for a file of another kind, one that cannot be read, and a header that names no column twice or a
 *   path of the mapping not at all.
 */
export async function* readFileRows(file: string, mapping: Mapping): AsyncGenerator<SourceRow> {
  const kind = /\.(csv|tsv|txt)$/i.test(file) ? "csv" : /\.(jsonl|ndjson)$/i.test(file) ? "jsonl" : undefined;
  if (!kind) throw new DomainError("bad-input", `${file} is no .csv and no .jsonl file. Rename it to what it is.`);
  const chunks = readUtf8(readChunks(file));
  yield* kind === "csv" ? readCsv(chunks, mapping) : readJsonLines(chunks);
}

async function* readChunks(file: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 262_144 })) yield chunk;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DomainError("bad-input", `The file ${file} cannot be read: ${reason}.`, { cause: error });
  }
}

async function* readJsonLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<SourceRow> {
  const decode = decoderOf("utf-8");
  for await (const { line, bytes } of splitLines(chunks)) {
    if (bytes.length > MAX_LINE_BYTES) {
      yield { line, fault: `has more than ${MAX_LINE_BYTES} bytes; a row is one JSON object` };
      continue;
    }
    const text = decode(bytes);
    if (text === undefined) yield { line, fault: "is not valid utf-8; correct its bytes" };
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

async function* readCsv(chunks: AsyncIterable<Buffer>, mapping: Mapping): AsyncGenerator<SourceRow> {
  const { csv } = mapping;
  const decode = decoderOf(csv.encoding);
  let header = csv.header;
  if (header) checkHeader(header, mapping);
  for await (const record of splitCsv(withoutLines(chunks, csv.skipLines), csv, csv.skipLines + 1)) {
    const fields = fieldsOf(record);
    if (!header) {
      if ("fault" in fields) throw new DomainError("bad-input", `Line ${record.line}, the header, ${fields.fault}.`);
      header = fields.map((name) => name.trim());
      checkHeader(header, mapping);
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
    return text === undefined
      ? { fault: `is not valid ${csv.encoding}; correct its bytes, or name its encoding in the mapping's csv.encoding` }
      : splitFields(text, csv);
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
function decoderOf(encoding: Mapping["csv"]["encoding"]): (bytes: Buffer) => string | undefined {
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

function checkHeader(header: readonly string[], mapping: Mapping): void {
  const twice = header.find((name, at) => header.indexOf(name) < at);
  if (twice !== undefined) {
    throw new DomainError(
      "bad-input",
      `The header has "${twice}" twice. Give the names in the mapping's csv.header, with "skipLines": 1.`,
    );
  }
  checkColumns(header, {
    mapping,
    place: "the header",
    wayOut: ", and lines above the header are left out by csv.skipLines",
  });
}
