/**
 * A value of a message with its type, as one text: `s:` a string, `n:` a number by its key, `x:` a number too large for a
 * key by its spelling, `l:` true, false or null. Tokens of different types are never equal. `event.leaves` makes the same.
 */
export type Token = string;

/** Numbers beyond this, either side of zero, have no key: they only equal a number that is spelled alike. */
export const LARGEST_NUMBER = 5e9;

/** Every part begins with what the one before cannot hold: digits that could be split in two ways would take the square of their number. */
const DECIMAL = /^[ \t\n\r]*([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)[ \t\n\r]*$/;

/**
 * The key by which SNS compares numbers: six decimals, in the arithmetic of doubles, so that PostgreSQL's float8 gives
 * the same. Null beyond five billion.
 */
export function numberKey(value: number): number | null {
  if (!(value <= LARGEST_NUMBER && value >= -LARGEST_NUMBER)) return null;
  return Math.trunc(1e6 * (LARGEST_NUMBER + value));
}

/** The token of a string. */
export function stringToken(value: string): Token {
  return `s:${value}`;
}

/** The token of a number by its spelling, around which JSON's spaces say nothing; null when it spells none. */
export function numberToken(text: string): Token | null {
  const spelled = DECIMAL.exec(text)?.[1];
  if (spelled === undefined) return null;
  const key = numberKey(Number(spelled));
  return key === null ? `x:${spelled}` : `n:${key}`;
}

/** The token of a JSON literal. */
export function literalToken(name: "true" | "false" | "null"): Token {
  return `l:${name}`;
}
