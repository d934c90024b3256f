/** What a JSON text holds, in its order. `at` is the offset in UTF-16 units. Keys that stand twice are told twice. */
export interface JsonVisitor {
  open(container: "object" | "array", at: number): void;
  close(container: "object" | "array", at: number): void;
  key(name: string, at: number): void;
  text(value: string, at: number): void;
  /** A number, spelled from `at` to before `end`. */
  number(value: number, at: number, end: number): void;
  literal(name: "true" | "false" | "null", at: number): void;
}

/** Why a text is not JSON, in the words of the parser that SNS uses, and where. */
export interface JsonFault {
  message: string;
  at: number;
}

/** Deeper nesting is refused, as by default in the JSON library of AWS's own parser. */
const MAX_NESTING = 1000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const OPEN_ARRAY = 0x5b;
const CLOSE_OBJECT = 0x7d;
const CLOSE_ARRAY = 0x5d;
const COMMA = 0x2c;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const LETTER_E = 0x45;
const LETTER_SMALL_E = 0x65;
const EXACT_DIGITS = 15;
const WORD = /[\p{L}\p{N}_$]*/uy;
const FOUR_HEX = /^[0-9a-fA-F]{4}$/;
const NUMERIC = " in numeric value";
const literals = ["true", "false", "null"] as const;

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
    const code = this.text.charCodeAt(this.at);
    if (code === (inside === "object" ? CLOSE_OBJECT : CLOSE_ARRAY)) {
      this.open.pop();
      this.visitor.close(inside, this.at);
      this.at += 1;
      return;
    }
    if (Number.isNaN(code)) {
      const container = inside === "object" ? "Object" : "Array";
      throw new ScanFault(`Unexpected end-of-input: expected close marker for ${container}`, this.at);
    }
    if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
      const [found, expected] = inside === "object" ? ["]", "}"] : ["}", "]"];
      throw new ScanFault(`Unexpected close marker '${found}': expected '${expected}'`, this.at);
    }
    if (!isFirst) {
      const entries = inside === "object" ? "Object" : "Array";
      if (code !== COMMA) throw this.unexpected(`was expecting comma to separate ${entries} entries`);
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
    const code = this.text.charCodeAt(start);
    if (code === QUOTE) {
      this.visitor.text(this.readString(), start);
    } else if (isDigit(code) || code === MINUS) {
      const value = this.readNumber();
      this.visitor.number(value, start, this.at);
    } else if (code === OPEN_OBJECT) {
      this.openContainer("object");
    } else if (code === OPEN_ARRAY) {
      this.openContainer("array");
    } else {
      this.visitor.literal(this.readLiteral(), start);
    }
  }

  private openContainer(container: "object" | "array"): void {
    this.open.push(container);
    if (this.open.length > MAX_NESTING) {
      const message = `Document nesting depth (${this.open.length}) exceeds the maximum allowed (${MAX_NESTING})`;
      throw new ScanFault(message, this.at);
    }
    this.justOpened = true;
    this.visitor.open(container, this.at);
    this.at += 1;
  }

  private readNumber(): number {
    const start = this.at;
    const isNegative = this.text.charCodeAt(start) === MINUS;
    const whole = isNegative ? start + 1 : start;
    let value = 0;
    let at = whole;
    for (let code = this.text.charCodeAt(at); isDigit(code); code = this.text.charCodeAt(at)) {
      value = value * 10 + (code - ZERO);
      at += 1;
    }
    this.at = at;
    if (at === whole)
      throw this.unexpected("expected digit (0-9) to follow minus sign, for valid numeric value", NUMERIC);
    if (at - whole > 1 && this.text.charCodeAt(whole) === ZERO) {
      throw new ScanFault("Invalid numeric value: Leading zeroes not allowed", whole + 1);
    }
    const next = this.text.charCodeAt(at);
    if (next === DOT || next === LETTER_E || next === LETTER_SMALL_E) return this.readFraction(start, at);
    // More digits than a double holds exactly are left to the engine.
    if (at - whole > EXACT_DIGITS) return Number(this.text.slice(start, at));
    return isNegative ? -value : value;
  }

  private readFraction(start: number, from: number): number {
    let at = from;
    if (this.text.charCodeAt(at) === DOT) at = this.requireDigits(at + 1, "Decimal point not followed by a digit");
    const letter = this.text.charCodeAt(at);
    if (letter === LETTER_E || letter === LETTER_SMALL_E) {
      const sign = this.text[at + 1];
      at = this.requireDigits(
        sign === "+" || sign === "-" ? at + 2 : at + 1,
        "Exponent indicator not followed by a digit",
      );
    }
    this.at = at;
    return Number(this.text.slice(start, at));
  }

  private skipDigits(from: number): number {
    let at = from;
    while (isDigit(this.text.charCodeAt(at))) at += 1;
    return at;
  }

  private requireDigits(from: number, rule: string): number {
    const end = this.skipDigits(from);
    if (end > from) return end;
    this.at = from;
    throw this.unexpected(rule, NUMERIC);
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
    const start = this.at;
    let hasEscapes = false;
    for (let at = start + 1; at < this.text.length; at += 1) {
      const code = this.text.charCodeAt(at);
      if (code === QUOTE) {
        this.at = at + 1;
        return hasEscapes ? this.unescape(start, at + 1) : this.text.slice(start + 1, at);
      }
      if (code === BACKSLASH) {
        hasEscapes = true;
        at += 1;
      } else if (code < 0x20) {
        const rule = "has to be escaped using backslash to be included in string value";
        throw new ScanFault(`Illegal unquoted character ((CTRL-CHAR, code ${code})): ${rule}`, at);
      }
    }
    throw new ScanFault("Unexpected end-of-input: was expecting closing quote for a string value", this.text.length);
  }

  /** The engine's own reader does it fastest; it also refuses what is no escape, and then the first of them is looked for. */
  private unescape(start: number, end: number): string {
    try {
      const value: unknown = JSON.parse(this.text.slice(start, end));
      return String(value);
    } catch {
      throw this.badEscape(start, end);
    }
  }

  private badEscape(start: number, end: number): ScanFault {
    for (let at = start; at < end; at += 1) {
      if (this.text.charCodeAt(at) !== BACKSLASH) continue;
      const letter = this.text[at + 1] ?? "";
      if (letter === "u" && !FOUR_HEX.test(this.text.slice(at + 2, at + 6))) {
        const next = /[^0-9a-fA-F]/.exec(this.text.slice(at + 2, at + 6))?.[0] ?? "";
        return new ScanFault(
          `Unexpected character (${quoteCharacter(next)}): expected a hex-digit for character escape sequence`,
          at,
        );
      }
      if (!'"\\/bfnrtu'.includes(letter)) {
        return new ScanFault(`Unrecognized character escape ${quoteCharacter(letter)}`, at);
      }
      at += 1;
    }
    return new ScanFault("Unexpected end-of-input in character escape sequence", start);
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      // Most often there is none.
      if (!(code <= 0x20) || (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09)) return;
      this.at += 1;
    }
  }

  private unexpected(rule: string, where = ""): ScanFault {
    const code = this.text.codePointAt(this.at);
    if (code !== undefined) {
      return new ScanFault(
        `Unexpected character (${quoteCharacter(String.fromCodePoint(code))})${where}: ${rule}`,
        this.at,
      );
    }
    const inside = this.open[this.open.length - 1];
    const place = inside === undefined ? "" : ` within/between ${inside === "object" ? "Object" : "Array"} entries`;
    return new ScanFault(`Unexpected end-of-input${place}`, this.at);
  }
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= ZERO + 9;
}

function quoteCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `'${character}' (code ${code > 255 ? `${code} / 0x${code.toString(16)}` : code})`;
}
