/** Where in a text something stands, as people count: lines and columns from 1, the line itself, and how far the place is in it. */
export function placeIn(text: string, at: number): { line: number; column: number; excerpt: string; before: string } {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  const line = text.slice(0, start).split("\n").length;
  const before = text.slice(start, at);
  const from = Math.max(0, before.length - SHOWN_BEFORE);
  const whole = text.slice(start, end === -1 ? text.length : end);
  return {
    line,
    column: before.length + 1,
    excerpt: whole.slice(from, from + SHOWN_BEFORE + SHOWN_AFTER),
    before: before.slice(from),
  };
}

/** Enough to recognize the place on a telephone. */
const SHOWN_BEFORE = 24;
const SHOWN_AFTER = 20;
