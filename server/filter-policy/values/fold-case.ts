// biome-ignore lint/suspicious/noControlCharactersInRegex: it is ASCII that is meant.
const ASCII_ONLY = /^[\u0000-\u007f]*$/;

/** The lower case of this one is two characters; PostgreSQL's simple mapping gives the first. */
const DOTTED_CAPITAL_I = "\u0130";

/** Whether a text has ASCII characters alone: then ignoring case means A to Z and nothing else. */
export function isAscii(text: string): boolean {
  return ASCII_ONLY.test(text);
}

/** A text with A to Z in lower case, everything else as it is: `lower(.. collate "C")` in PostgreSQL. */
export function foldAscii(text: string): string {
  return isAscii(text) ? text.toLowerCase() : text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
}

/**
 * A text with every character in lower case by itself, never two for one and whatever its neighbours: `lower(.. collate
 * "pg_c_utf8")` in PostgreSQL.
 */
export function foldUnicode(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  let folded = "";
  for (const character of text) folded += character === DOTTED_CAPITAL_I ? "i" : character.toLowerCase();
  return folded;
}
