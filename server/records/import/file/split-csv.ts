/** A quoted field that does not end within so many bytes was never meant to be one. */
const MAX_RECORD_BYTES = 1_048_576;

const SPACE = 0x20;
const LF = 0x0a;
const CR = 0x0d;

const TOO_LONG = "has more than 1 MiB; a row is one line, shorten it or leave it out";
/** Why a record with a quote that does not end is none. */
export const ENDLESS_QUOTE = `has a quote that never ends; put that field in quotes and write each quote inside it twice ("say ""yes"""), or give "csv": {"quote": ""} where quotes mean nothing`;

/** How a CSV is written: one character each, "" for none; `trim` lets spaces stand around quoted fields. */
export type CsvForm = { delimiter: string; quote: string; escape?: string | undefined; trim: boolean };

/** The bytes of one record, without its line end, and the number of its first line; or why it is none. */
export type CsvRecord = { line: number; bytes: Buffer } | { line: number; fault: string };

/**
 * Splits CSV bytes into records: a line end inside quotes belongs to the field (RFC 4180). A quote that never ends makes its
 * own line a fault, as a line of more than 1 MiB is one, and reading goes on with the next line. Empty lines are left out.
 *
 * @param firstLine the number of the first line in these bytes.
 */
export async function* splitCsv(
  chunks: AsyncIterable<Buffer>,
  form: CsvForm,
  firstLine = 1,
): AsyncGenerator<CsvRecord> {
  const letters = lettersOf(form);
  let rest: Buffer = Buffer.alloc(0);
  let line = firstLine;
  let isTooLong = false;
  for await (const chunk of chunks) {
    // What is left of a line that was too long is not kept.
    const skipped = isTooLong ? chunk.indexOf(LF) + 1 : 0;
    if (isTooLong && skipped === 0) continue;
    if (isTooLong) line += 1;
    isTooLong = false;
    rest = rest.length === 0 ? chunk.subarray(skipped) : Buffer.concat([rest, chunk]);
    const { records, used, nextLine } = takeRecords(rest, { line, letters, isEnd: false });
    yield* records;
    rest = rest.subarray(used);
    line = nextLine;
    isTooLong = rest.length >= MAX_RECORD_BYTES;
    if (isTooLong) {
      yield { line, fault: TOO_LONG };
      rest = Buffer.alloc(0);
    }
  }
  yield* takeRecords(rest, { line, letters, isEnd: true }).records;
}

type Letters = { delimiter: number; quote: number | undefined; escapes: number | undefined; trim: boolean };

function lettersOf(form: CsvForm): Letters {
  return {
    delimiter: form.delimiter.charCodeAt(0),
    quote: form.quote === "" ? undefined : form.quote.charCodeAt(0),
    escapes: form.escape?.charCodeAt(0),
    trim: form.trim,
  };
}

type Place = { line: number; letters: Letters; isEnd: boolean };

function takeRecords(bytes: Buffer, { line, letters, isEnd }: Place) {
  const records: CsvRecord[] = [];
  let start = 0;
  let nextLine = line;
  while (start < bytes.length) {
    const { end, lines, isStray, isOpen } = findEnd(bytes, start, letters);
    const isWaiting = end === -1 && !isStray && !isEnd;
    if (isWaiting && (lines === 0 || bytes.length - start < MAX_RECORD_BYTES)) break;
    if (lines > 0 && (isStray || isOpen || isWaiting)) {
      records.push({ line: nextLine, fault: ENDLESS_QUOTE });
      start = bytes.indexOf(LF, start) + 1;
      nextLine += 1;
      continue;
    }
    const stop = end === -1 ? bytes.length : end;
    const content = bytes.subarray(start, stop > start && bytes[stop - 1] === CR ? stop - 1 : stop);
    if (content.length >= MAX_RECORD_BYTES) records.push({ line: nextLine, fault: TOO_LONG });
    else if (content.length > 0) records.push({ line: nextLine, bytes: content });
    start = stop + 1;
    nextLine += lines + 1;
  }
  return { records, used: Math.min(start, bytes.length), nextLine };
}

/**
 * Where the record's line ends (-1: not in these bytes), and how many line ends stand inside its quotes. `isOpen`: a quote
 * has not ended; `isStray`: one ended amid a field after a line end, so it was never meant to hold that line end.
 */
function findEnd(bytes: Buffer, start: number, { delimiter, quote, escapes, trim }: Letters) {
  let lines = 0;
  let isOpen = false;
  let isFieldStart = true;
  let hasJustClosed = false;
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === escapes) {
      at += 1;
      if (bytes[at] === LF) lines += 1;
      isFieldStart = false;
      hasJustClosed = false;
      continue;
    }
    if (isOpen) {
      if (byte === LF) lines += 1;
      else if (byte === quote) {
        isOpen = false;
        hasJustClosed = true;
      }
      continue;
    }
    if (byte === LF) return { end: at, lines, isOpen, isStray: false };
    // A doubled quote opens again at once what it has closed; elsewhere inside a field a quote is a character.
    if (trim && byte === SPACE) continue;
    if (byte === quote && (isFieldStart || hasJustClosed)) isOpen = true;
    else if (hasJustClosed && byte !== delimiter && byte !== CR && lines > 0)
      return { end: -1, lines, isOpen, isStray: true };
    isFieldStart = byte === delimiter;
    hasJustClosed = false;
  }
  return { end: -1, lines, isOpen, isStray: false };
}
