/** What a JSON text holds, in its order. `at` is the offset in UTF-16 units. Keys that stand twice are told twice. */
export interface JsonVisitor {
  open(container: "object" | "array", at: number): void;
  close(container: "object" | "array", at: number): void;
  key(name: string, at: number): void;
  text(value: string, at: number): void;
  /** A number as it is spelled: what it means beyond its digits is the reader's business. */
  number(spelled: string, at: number): void;
  literal(name: "true" | "false" | "null", at: number): void;
}

/** Why a text is not JSON, in the words of the parser that SNS uses, and where. */
export interface JsonFault {
  message: string;
  at: number;
}

/** Deeper nesting is refused, as by default in the JSON library of AWS's own parser. */
export const MAX_NESTING = 1000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /[A-Za-z0-9_$]*/y;
const FOUR_HEX = /^[0-9a-fA-F]{4}$/;
const literals = ["true", "false", "null"] as const;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/**
 * Reads one JSON text strictly (RFC 8259), in one pass and without recursion: time and memory grow with its length alone.
 *
 * @returns null when it is JSON and the visitor has seen all of it; else what is wrong first.
 */
export function readJson(text: string, visitor: JsonVisitor): JsonFault | null {
  try {
    new Scanner(text, visitor).readWhole();
    return null;
  } catch (error) {
    if (error instanceof ScanFault) return { message: error.message, at: error.at };
    throw error;
  }
}

class ScanFault extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

class Scanner {
  private at = 0;
  private justOpened = false;
  private readonly open: ("object" | "array")[] = [];
  private readonly text: string;
  private readonly visitor: JsonVisitor;

  constructor(text: string, visitor: JsonVisitor) {
    this.text = text;
    this.visitor = visitor;
  }

  readWhole(): void {
    this.skipSpace();
    this.readValue();
    while (this.open.length > 0) this.readNext();
    this.skipSpace();
    if (this.at < this.text.length) throw this.unexpected("expected the end of the text");
  }

  /** What follows a value, or the opening, inside the innermost container. */
  private readNext(): void {
    const inside = this.open[this.open.length - 1] ?? "array";
    const isFirst = this.justOpened;
    this.justOpened = false;
    this.skipSpace();
    const character = this.text[this.at];
    if (character === (inside === "object" ? "}" : "]")) {
      this.open.pop();
      this.visitor.close(inside, this.at);
      this.at += 1;
      return;
    }
    if (!isFirst) {
      const entries = inside === "object" ? "Object" : "Array";
      if (character !== ",") throw this.unexpected(`was expecting comma to separate ${entries} entries`);
      this.at += 1;
      this.skipSpace();
    }
    if (inside === "object") this.readKey();
    this.readValue();
  }

  private readKey(): void {
    const start = this.at;
    if (this.text.charCodeAt(this.at) !== QUOTE)
      throw this.unexpected("was expecting double-quote to start field name");
    const name = this.readString();
    this.skipSpace();
    if (this.text[this.at] !== ":") throw this.unexpected("was expecting a colon to separate field name and value");
    this.at += 1;
    this.visitor.key(name, start);
    this.skipSpace();
  }

  private readValue(): void {
    const start = this.at;
    const character = this.text[start];
    if (character === "{" || character === "[") {
      const container = character === "{" ? "object" : "array";
      this.open.push(container);
      if (this.open.length > MAX_NESTING) {
        const message = `Document nesting depth (${this.open.length}) exceeds the maximum allowed (${MAX_NESTING})`;
        throw new ScanFault(message, start);
      }
      this.justOpened = true;
      this.at += 1;
      this.visitor.open(container, start);
    } else if (character === '"') {
      this.visitor.text(this.readString(), start);
    } else if (character === "-" || (character !== undefined && character >= "0" && character <= "9")) {
      this.visitor.number(this.readNumber(), start);
    } else {
      this.visitor.literal(this.readLiteral(), start);
    }
  }

  private readNumber(): string {
    NUMBER.lastIndex = this.at;
    const spelled = NUMBER.exec(this.text)?.[0];
    if (spelled === undefined) {
      this.at += 1;
      throw this.unexpected("expected digit (0-9) to follow minus sign, for valid numeric value");
    }
    this.at += spelled.length;
    const next = this.text[this.at] ?? "";
    if ((spelled === "0" || spelled === "-0") && next >= "0" && next <= "9") {
      throw new ScanFault("Invalid numeric value: Leading zeroes not allowed", this.at);
    }
    return spelled;
  }

  private readLiteral(): (typeof literals)[number] {
    WORD.lastIndex = this.at;
    const word = WORD.exec(this.text)?.[0] ?? "";
    const literal = literals.find((name) => name === word);
    const wanted = "JSON String, Number, Array, Object or token 'null', 'true' or 'false'";
    if (literal === undefined && word === "") throw this.unexpected(`expected a valid value (${wanted})`);
    if (literal === undefined) {
      throw new ScanFault(`Unrecognized token '${word.slice(0, 100)}': was expecting (${wanted})`, this.at);
    }
    this.at += word.length;
    return literal;
  }

  private readString(): string {
    const parts: string[] = [];
    let from = this.at + 1;
    for (let at = from; at < this.text.length; at += 1) {
      const code = this.text.charCodeAt(at);
      if (code === QUOTE) {
        this.at = at + 1;
        const last = this.text.slice(from, at);
        return parts.length === 0 ? last : parts.join("") + last;
      }
      if (code < 0x20) {
        const rule = "has to be escaped using backslash to be included in string value";
        throw new ScanFault(`Illegal unquoted character ((CTRL-CHAR, code ${code})): ${rule}`, at);
      }
      if (code !== BACKSLASH) continue;
      const { value, length } = this.readEscape(at);
      parts.push(this.text.slice(from, at), value);
      at += length - 1;
      from = at + 1;
    }
    throw new ScanFault("Unexpected end-of-input: was expecting closing quote for a string value", this.text.length);
  }

  private readEscape(at: number): { value: string; length: number } {
    const letter = this.text[at + 1] ?? "";
    const value = ESCAPES[letter];
    if (value !== undefined) return { value, length: 2 };
    const digits = this.text.slice(at + 2, at + 6);
    if (letter === "u" && FOUR_HEX.test(digits)) {
      return { value: String.fromCharCode(Number.parseInt(digits, 16)), length: 6 };
    }
    if (letter === "") throw new ScanFault("Unexpected end-of-input in character escape sequence", at);
    const about =
      letter === "u" ? "expected a hex-digit for character escape sequence" : "Unrecognized character escape";
    throw new ScanFault(`${about} ${quoteCharacter(letter)}`, at);
  }

  private skipSpace(): void {
    for (; this.at < this.text.length; this.at += 1) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    }
  }

  private unexpected(rule: string): ScanFault {
    const code = this.text.codePointAt(this.at);
    if (code !== undefined) {
      return new ScanFault(`Unexpected character (${quoteCharacter(String.fromCodePoint(code))}): ${rule}`, this.at);
    }
    const inside = this.open[this.open.length - 1];
    const what = inside === undefined ? "" : `: expected close marker for ${inside === "object" ? "Object" : "Array"}`;
    return new ScanFault(`Unexpected end-of-input${what}`, this.at);
  }
}

function quoteCharacter(character: string): string {
  return `'${character}' (code ${character.codePointAt(0)})`;
}
