/** Levels of lists and objects that a row may have: as many as JSON readers take by default, and fewer than end PostgreSQL's stack. */
export const MAX_LEVELS = 1000;

/** Whether a JSON text has more levels than that. Looks at its brackets alone, so that no depth can end its own stack. */
export function isTooDeep(text: string): boolean {
  // Each level takes two brackets.
  if (text.length <= 2 * MAX_LEVELS) return false;
  let level = 0;
  let isText = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (isText) {
      if (letter === "\\") at += 1;
      else if (letter === '"') isText = false;
    } else if (letter === '"') isText = true;
    else if (letter === "[" || letter === "{") {
      level += 1;
      if (level > MAX_LEVELS) return true;
    } else if (letter === "]" || letter === "}") level -= 1;
  }
  return false;
}
