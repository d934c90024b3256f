import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { DomainError } from "../../../errors.ts";
import { readUtf8 } from "./read-utf8.ts";

/** As much of a file as tells what it is. */
const HEAD_BYTES = 65_536;
const READ_BYTES = 262_144;

const LF = 0x0a;
const CR = 0x0d;

/** The bytes of a file, unpacked and with line feeds, and its beginning. */
export type OpenFile = { head: Buffer; chunks: AsyncGenerator<Buffer> };

/** Beginnings that no record has, with what the file is and the way that works. */
const foreign: readonly { starts: readonly number[]; is: string; wayOut: string }[] = [
  {
    starts: [0x50, 0x4b, 0x03, 0x04],
    is: "a zip archive, or a workbook of Excel",
    wayOut: "Unpack it, or save its sheet as CSV UTF-8, and import that",
  },
  {
    starts: [0xd0, 0xcf, 0x11, 0xe0],
    is: "an old workbook of Excel",
    wayOut: "Save its sheet as CSV UTF-8, and import that",
  },
  { starts: [0x25, 0x50, 0x44, 0x46], is: "a PDF", wayOut: "Export the records as CSV or JSON, and import that" },
  { starts: [0x50, 0x41, 0x52, 0x31], is: "a Parquet file", wayOut: "Write it as JSON lines or CSV, and import that" },
  { starts: [0x42, 0x5a, 0x68], is: "packed by bzip2", wayOut: "Unpack it with bunzip2, and import that" },
  { starts: [0xfd, 0x37, 0x7a, 0x58], is: "packed by xz", wayOut: "Unpack it with unxz, and import that" },
  { starts: [0x28, 0xb5, 0x2f, 0xfd], is: "packed by zstd", wayOut: "Unpack it with unzstd, and import that" },
];

/** Beginnings of texts that hold no rows; syslog's <34> is none of them. */
const foreignTexts: readonly { starts: RegExp; is: string; wayOut: string }[] = [
  { starts: /^\s*<[?!a-z]/i, is: "XML or HTML", wayOut: "Export the records as CSV or JSON, and import that" },
  {
    starts: /^(?:-- .*\n|--\n|\/\*.*\n|\s)*(?:CREATE|INSERT INTO|DROP TABLE|COPY \S+ \(|SET \w+ =|LOCK TABLES)/i,
    is: "a dump in SQL",
    wayOut: "Load it into a database and import by --table, or export the table as CSV, and import that",
  },
];

/**
 * Opens a file whatever its name: gzip is unpacked, UTF-16 becomes UTF-8, a byte order mark is left out, and lines that end with
 * a carriage return alone end with a line feed.
 *
 * @throws DomainError "bad-input" for a file that cannot be read, is empty, or is of a kind that holds no rows; it says what it
 *   is and the way that works.
 */
export function openFile(file: string): Promise<OpenFile> {
  return openBytes(file, readChunks(file));
}

/** The same for bytes that are at hand, under the name of the file they come from. */
export async function openBytes(file: string, bytes: AsyncGenerator<Buffer>): Promise<OpenFile> {
  const chunks = readUtf8(unpacked(bytes, file));
  const first: Buffer[] = [];
  let size = 0;
  while (size < HEAD_BYTES) {
    const { value, done } = await chunks.next();
    if (done) break;
    first.push(value);
    size += value.length;
  }
  const start = Buffer.concat(first);
  refuseForeign(file, start);
  const hasOnlyReturns = start.includes(CR) && !start.includes(LF);
  const whole = withFirst(start, chunks);
  const lines = hasOnlyReturns ? withLineFeeds(whole) : whole;
  return { head: hasOnlyReturns ? toLineFeeds(start) : start, chunks: lines };
}

async function* readChunks(file: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: READ_BYTES })) yield chunk;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DomainError("bad-input", `The file ${file} cannot be read: ${reason}.`, { cause: error });
  }
}

/** Gzip is known by its first two bytes, which no text has. */
async function* unpacked(chunks: AsyncGenerator<Buffer>, file: string): AsyncGenerator<Buffer> {
  const { value: first, done } = await chunks.next();
  if (done) return;
  const whole = withFirst(first, chunks);
  if (first[0] !== 0x1f || first[1] !== 0x8b) {
    yield* whole;
    return;
  }
  const gunzip = createGunzip();
  const fed = (async () => {
    for await (const chunk of whole) {
      if (!gunzip.write(chunk)) await new Promise((resolve) => gunzip.once("drain", resolve));
    }
    gunzip.end();
  })();
  // A reading fault ends the unpacking; it is thrown below.
  fed.catch((error: unknown) => gunzip.destroy(error instanceof Error ? error : new Error(String(error))));
  try {
    for await (const chunk of gunzip) yield chunk;
  } catch (error) {
    if (error instanceof DomainError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The file ${file} cannot be unpacked: ${reason}. What was stored until there stays and is not stored twice: get the file whole, and import it again.`;
    throw new DomainError("bad-input", message, { cause: error });
  }
  await fed;
}

async function* withFirst(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  yield* rest;
}

async function* withLineFeeds(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield toLineFeeds(chunk);
}

function toLineFeeds(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte === CR ? LF : byte)));
}

function refuseForeign(file: string, head: Buffer): void {
  if (head.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d))) {
    throw new DomainError("bad-input", `The file ${file} is empty. Export the records again, and import that.`);
  }
  const text = head.toString("latin1");
  const found =
    foreign.find(({ starts }) => starts.every((byte, at) => head[at] === byte)) ??
    foreignTexts.find(({ starts }) => starts.test(text));
  if (found !== undefined) throw new DomainError("bad-input", `The file ${file} is ${found.is}. ${found.wayOut}.`);
  if (head.toString("latin1", 257, 262) === "ustar") {
    throw new DomainError(
      "bad-input",
      `The file ${file} is a tar archive. Unpack it with tar -x, and import its files.`,
    );
  }
  if (isUnmarkedUtf16(head)) {
    const wayOut = "Save it as UTF-8, as iconv -f utf-16le -t utf-8 does (or utf-16be), and import that";
    throw new DomainError("bad-input", `The file ${file} is UTF-16 without a byte order mark. ${wayOut}.`);
  }
  if (head.includes(0)) {
    const wayOut = "Export the records as CSV, JSON or text lines, and import that";
    throw new DomainError("bad-input", `The file ${file} is binary: it holds bytes of zero. ${wayOut}.`);
  }
}

/** Latin letters in UTF-16 have a zero in every other byte. */
function isUnmarkedUtf16(head: Buffer): boolean {
  const zeros = [0, 0];
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  return Math.max(even, odd) > head.length / 4 && Math.min(even, odd) === 0;
}
