const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const LF = 0x0a;
const COMMA = 0x2c;
const SPACE = 0x20;

/** A JSON object as one row; more is no row of a record table. */
const MAX_ROW_BYTES = 4_194_304;

/** An object this large is no row: it may be one that wraps all of them. */
export const TOO_LARGE = 'a row is one JSON object; if it wraps the rows, name their list: "list"';

/** More names of lists than a person reads. */
const MOST_LISTS = 20;

/** The bytes of one row and its place among the rows, since all of them may stand on one line; or why it is none. */
export type JsonRecord = { line: number; bytes: Buffer } | { line: number; fault: string };

/**
 * Splits JSON into the objects that are its rows, as a stream: the elements of a list, the values that stand one after the
 * other, or the elements of the list that is named `list` in each value. What is between them is passed over; what is wrong
 * inside one is its own fault, when it is read.
 *
 * @param list the name of the list that wraps the rows; null when they stand by themselves or in a list.
 */
export async function* splitJson(chunks: AsyncIterable<Buffer>, list: string | null): AsyncGenerator<JsonRecord> {
  const splitter = new Splitter(list);
  for await (const chunk of chunks) yield* splitter.take(chunk);
  yield* splitter.end();
}

class Splitter {
  private readonly list: string | null;
  /** The place of the row that is read, or comes next. */
  private place = 1;
  private depth = 0;
  private isInText = false;
  private isEscaped = false;
  private isStray = false;
  /** The last text at the depth of the wrapper's names: the name of what comes next. */
  private name: number[] = [];
  /** The names of lists beside which the wrapper's own was looked for. */
  private lists = new Set<string>();
  /** The depth at which rows begin; -1 while a wrapper's list is still to come. */
  private rowDepth: number;
  private row: { line: number; parts: Buffer[]; size: number; from: number } | null = null;

  constructor(list: string | null) {
    this.list = list;
    this.rowDepth = list === null ? 0 : -1;
  }

  *take(chunk: Buffer): Generator<JsonRecord> {
    if (this.row !== null) this.row.from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (this.isInText) this.takeText(byte ?? 0);
      else if (byte === QUOTE) {
        const fault = this.strayFault();
        if (fault !== null) yield fault;
        this.isInText = true;
        if (this.depth === 1 && this.row === null) this.name = [];
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        const fault = byte === OPEN_BRACKET && this.rowDepth > 0 ? this.strayFault() : null;
        if (fault !== null) yield fault;
        this.open(byte, at);
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        const done = this.close(chunk, at);
        if (done !== null) yield done;
      } else if (byte === COMMA || byte === LF) this.isStray = false;
      else if ((byte ?? 0) > SPACE) {
        const fault = this.strayFault();
        if (fault !== null) yield fault;
      }
    }
    if (this.row !== null) this.keep(chunk.subarray(this.row.from));
  }

  *end(): Generator<JsonRecord> {
    if (this.row !== null) {
      yield { line: this.row.line, fault: "does not end: the file breaks off inside of it; get the file whole" };
    } else if (this.depth > 0) {
      yield { line: this.place, fault: "does not end: the file breaks off inside of its list; get the file whole" };
    } else if (this.list !== null && this.rowDepth === -1) {
      const names = [...this.lists].map((name) => `"${name}"`).join(", ");
      const wayOut = names === "" ? "leave list out of the mapping" : `its lists are ${names}: write one of them`;
      yield { line: 1, fault: `has no list "${this.list}"; ${wayOut}` };
    }
  }

  /** Something else where rows stand is said once, and never passed over in silence. */
  private strayFault(): JsonRecord | null {
    if (this.row !== null || this.depth !== this.rowDepth || this.isStray) return null;
    this.isStray = true;
    this.place += 1;
    return { line: this.place - 1, fault: "is no JSON object; write {...} for each row" };
  }

  private takeText(byte: number): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) {
      this.isInText = false;
      return;
    }
    if (this.depth === 1 && this.row === null && this.name.length < 200) this.name.push(byte);
  }

  private open(byte: number, at: number): void {
    if (this.row === null) {
      if (byte === OPEN_BRACE && this.depth === this.rowDepth) {
        this.row = { line: this.place, parts: [], size: 0, from: at };
      } else if (byte === OPEN_BRACKET && this.depth === 0 && this.list === null) this.rowDepth = 1;
      else if (byte === OPEN_BRACKET && this.depth === 1) {
        const name = Buffer.from(this.name).toString();
        if (this.lists.size < MOST_LISTS) this.lists.add(name);
        if (name === this.list) this.rowDepth = 2;
      }
    }
    this.depth += 1;
  }

  private close(chunk: Buffer, at: number): JsonRecord | null {
    this.depth = Math.max(0, this.depth - 1);
    if (this.row === null) {
      // The next value may be one object alone again, or another page with its list.
      if (this.depth === 0 && this.list === null) this.rowDepth = 0;
      if (this.depth === 1 && this.list !== null && this.rowDepth === 2) this.rowDepth = -2;
      return null;
    }
    if (this.depth !== this.rowDepth) return null;
    this.keep(chunk.subarray(this.row.from, at + 1));
    const { line, parts, size } = this.row;
    this.row = null;
    this.place += 1;
    if (size > MAX_ROW_BYTES) return { line, fault: `has more than ${MAX_ROW_BYTES} bytes; ${TOO_LARGE}` };
    return { line, bytes: Buffer.concat(parts) };
  }

  private keep(part: Buffer): void {
    if (this.row === null) return;
    this.row.size += part.length;
    if (this.row.size <= MAX_ROW_BYTES) this.row.parts.push(Buffer.from(part));
    else this.row.parts = [];
  }
}
