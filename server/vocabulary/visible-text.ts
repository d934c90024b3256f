/**
 * What cannot be seen and changes how a text around it is read or what a terminal does: control characters, line
 * separators, halves of a pair, bidirectional orders, blanks without width (but not the joiners that scripts and emoji
 * need), fillers that look like nothing, tags.
 */
const HIDDEN =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** The same but for the pair that keeps a value to itself. */
const HIDDEN_IN_LINE = new RegExp(HIDDEN.source.replace("\\u2060-\\u206f", "\\u2060-\\u2067\\u206a-\\u206f"), "gu");

/** What a text that is written from right to left has at least one of. */
const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** "First strong isolate" and the end of it: what stands between has no effect on the order of what stands around it. */
const [ISOLATE, END_OF_ISOLATE] = ["\u2068", "\u2069"];

/** The names of U+0000 to U+0020 as engineers say them, and of U+007F. */
const names = [
  ...["NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "FF", "CR", "SO", "SI"],
  ...["DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US"],
];

/** A piece of a text: as it stands, or a hidden character by its name. */
export type TextPiece = { text: string; isMark: boolean };

/** A text in pieces, so that a screen can show hidden characters apart. */
export function piecesOf(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const found of text.matchAll(HIDDEN)) {
    if (found.index > end) pieces.push({ text: text.slice(end, found.index), isMark: false });
    pieces.push({ text: nameOf(found[0]), isMark: true });
    end = found.index + found[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), isMark: false });
  return pieces;
}

/** A text that somebody else wrote, with its hidden characters as visible marks, such as ‹ESC› and ‹U+202E›. */
export function visibleText(text: string): string {
  return text.replace(HIDDEN, mark);
}

/**
 * A value that somebody else wrote, to stand inside a line of ours: hidden characters as marks, and a text from right to
 * left kept to itself, so that it does not turn round what stands beside it.
 */
export function valueInLine(text: string): string {
  const visible = visibleText(text);
  return RIGHT_TO_LEFT.test(visible) ? `${ISOLATE}${visible}${END_OF_ISOLATE}` : visible;
}

/** One line for a terminal: whatever slipped into it, it stays one line and orders nothing. */
export function visibleLine(line: string): string {
  return line.replace(HIDDEN_IN_LINE, mark);
}

/** JSON for a terminal: the same data, with hidden characters escaped that JSON may leave as they are. */
export function visibleJson(json: string): string {
  return json.replace(HIDDEN, (hidden) =>
    [...Array(hidden.length).keys()].map((at) => `\\u${hexOf(hidden.charCodeAt(at))}`).join(""),
  );
}

/** The beginning of a text in whole characters. */
export function beginningOf(text: string, characters: number): string {
  // A character has at most two units; a longer text need not be taken apart.
  return [...text.slice(0, characters * 2)].slice(0, characters).join("");
}

function mark(hidden: string): string {
  return `‹${nameOf(hidden)}›`;
}

function nameOf(hidden: string): string {
  const code = hidden.codePointAt(0) ?? 0;
  return names[code] ?? (code === 0x7f ? "DEL" : `U+${hexOf(code)}`);
}

function hexOf(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, "0");
}
