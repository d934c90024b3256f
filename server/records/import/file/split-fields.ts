import { type CsvForm, ENDLESS_QUOTE } from "./split-csv.ts";

const AFTER_QUOTE = String.raw`has text after a closing quote; write each quote inside a field in quotes twice, or give "csv": {"escape": "\\"} where a backslash stands before it`;

/** What a letter after the escape stands for; every other one for itself. */
const escaped: Record<string, string> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", "0": "\0" };

/**
 * The fields of one record. With an escape, a field \\N, in quotes or not, is a missing one, as PostgreSQL and MySQL write null.
 *
 * @returns a fault when a quoted field goes on after its quote.
 */
export function splitFields(text: string, form: CsvForm): string[] | { fault: string } {
  const { delimiter, quote, escape: escapes, trim } = form;
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const start = trim ? afterSpaces(text, at) : at;
    const isQuoted = quote !== "" && text[start] === quote;
    const taken = isQuoted ? takeQuoted(start + 1) : takeBare(at);
    if (!taken) return { fault: ENDLESS_QUOTE };
    fields.push(taken.field);
    at = isQuoted && trim ? afterSpaces(text, taken.end) : taken.end;
    if (at >= text.length) return fields;
    if (text[at] !== delimiter) return { fault: AFTER_QUOTE };
    at += 1;
  }

  function takeQuoted(from: number): { field: string; end: number } | undefined {
    let field = "";
    for (let here = from; ; ) {
      const next = nextOf(here, quote);
      if (next === text.length) return undefined;
      field += text.slice(here, next);
      if (text[next] === escapes) field += unescaped(text[next + 1] ?? "");
      else if (text[next + 1] === quote) field += quote;
      else {
        // MySQL encloses a null as it does everything else: N would be a member of that name.
        const isNull = escapes !== undefined && text.slice(from, next) === `${escapes}N`;
        return { field: isNull ? "" : field, end: next + 1 };
      }
      here = next + 2;
    }
  }

  function takeBare(from: number): { field: string; end: number } {
    let field = "";
    for (let here = from; ; ) {
      const next = nextOf(here, delimiter);
      field += text.slice(here, next);
      if (next === text.length || text[next] !== escapes) {
        const isNull = escapes !== undefined && text.slice(from, next) === `${escapes}N`;
        return { field: isNull ? "" : field, end: next };
      }
      field += unescaped(text[next + 1] ?? "");
      here = next + 2;
    }
  }

  /** Where the letter or an escape stands next; the text's length when neither does. */
  function nextOf(from: number, letter: string): number {
    const found = [text.indexOf(letter, from), escapes === undefined ? -1 : text.indexOf(escapes, from)];
    return Math.min(...found.map((place) => (place === -1 ? text.length : place)));
  }
}

function afterSpaces(text: string, from: number): number {
  let at = from;
  while (text[at] === " ") at += 1;
  return at;
}

function unescaped(letter: string): string {
  return escaped[letter] ?? letter;
}
