import { digitsOf } from "./vocabulary/decimal.ts";
import type { JsonValue } from "./vocabulary/member-event.ts";

/** Numbers that could lose digits: more than 15 of them, or a large exponent. Everything else needs no closer look. */
const SUSPECT = /\d[\d.]{15}|\d[eE][+-]?\d{2}/;
const STRINGS_AND_NUMBERS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Whether JavaScript holds a number as it is written, digit for digit.
 *
 * @param text a number as JSON has it; a sign and a bare point at either end are understood as well.
 */
export function isExactNumber(text: string): boolean {
  return !SUSPECT.test(text) || digitsOf(text) === digitsOf(String(Number(text)));
}

/**
 * Reads a JSON text; numbers that JavaScript would round, or take for infinite, are given as texts: no digit is lost. Its shape
 * is the caller's to know, as with a row of the database.
 *
 * @throws SyntaxError when the text is no JSON.
 */
export function parseExactly<T = JsonValue>(json: string): T {
  return JSON.parse(quoteInexactNumbers(json));
}

function quoteInexactNumbers(json: string): string {
  if (!SUSPECT.test(json)) return json;
  return json.replace(STRINGS_AND_NUMBERS, (token) =>
    token.startsWith('"') || isExactNumber(token) ? token : `"${token}"`,
  );
}

/** The first number of a JSON text that JavaScript would round, or take for infinite, as it is written there. */
export function firstInexactNumber(json: string): string | undefined {
  if (!SUSPECT.test(json)) return undefined;
  return json.match(STRINGS_AND_NUMBERS)?.find((token) => !token.startsWith('"') && !isExactNumber(token));
}
