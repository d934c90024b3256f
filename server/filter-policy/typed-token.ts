/**
 * A value of a message with its type, as one text: `s:` a string, `n:` a number by its key, `x:` a number too large for a
 * key by its spelling, `l:` true, false or null. Tokens of different types are never equal. `event.leaves` makes the same.
 */
export type Token = string;

/** Numbers beyond this, either side of zero, have no key: they only equal a number that is spelled alike. */
export const LARGEST_NUMBER = 5e9;

const DECIMAL = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

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

/** The token of a number by its spelling; null when it spells none. */
export function numberToken(spelled: string): Token | null {
  if (!DECIMAL.test(spelled)) return null;
  const key = numberKey(Number(spelled));
  return key === null ? `x:${spelled}` : `n:${key}`;
}

/** The token of a JSON literal. */
export function literalToken(name: "true" | "false" | "null"): Token {
  return `l:${name}`;
}
