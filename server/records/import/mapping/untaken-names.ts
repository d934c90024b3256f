import type { Row } from "./source-row.ts";

/** The first rows and then every so many are looked at: enough to see a name, and no time for millions. */
const FIRST_ROWS = 1000;
const EVERY = 97;

/** More names than a person reads. */
const SHOWN = 50;

/** More names than a table has: rows that use ids as names would fill the memory. */
const MOST_KEPT = 2000;

/** Notes which names of rows no path of a mapping takes. */
export type UntakenNames = { look: (row: Row) => void; list: () => string[] };

/**
 * Watches rows for what they hold and no rule takes: names, and the names inside objects, of the first thousand rows and of
 * every 97th after them. What is empty everywhere is not told.
 *
 * @param paths of the mapping, as its reader has them.
 */
export function untakenNames(paths: () => Iterable<string>): UntakenNames {
  const found = new Set<string>();
  let rows = 0;
  const isTaken = (name: string) => {
    for (const path of paths()) {
      if (path === name || path.startsWith(`${name}.`) || name.startsWith(`${path}.`)) return true;
    }
    return false;
  };
  const note = (name: string) => {
    if (found.size < MOST_KEPT && !found.has(name) && !isTaken(name)) found.add(name);
  };
  return {
    look(row) {
      rows += 1;
      if (rows > FIRST_ROWS && rows % EVERY !== 0) return;
      for (const [name, value] of Object.entries(row)) {
        if (isNothing(value)) continue;
        if (typeof value !== "object" || value === null || Array.isArray(value)) note(name);
        else for (const [inner, one] of Object.entries(value)) if (!isNothing(one)) note(`${name}.${inner}`);
      }
    },
    list: () => [...found].sort().slice(0, SHOWN),
  };
}

function isNothing(value: unknown): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}
