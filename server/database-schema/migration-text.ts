import type { SqlDifference } from "./compare-sql-files.ts";

const BEGIN = "-- Functions and views, written by npm run migration from drizzle/functions and drizzle/views:";
const END = "-- End of functions and views.";

/** What the author wrote before the functions and views: what these build on. */
export function beforeFunctions(own: string): string {
  const begin = own.indexOf(BEGIN);
  return begin === -1 ? own : own.slice(0, begin);
}

/**
 * The text of a migration with its part for functions and views written anew: between its two marks, or at its end where
 * it has none. What stands before and after the marks is the author's.
 */
export function withFunctions(own: string, { dropped, changed }: SqlDifference): string {
  const begin = own.indexOf(BEGIN);
  const end = own.indexOf(END);
  const [before, after] =
    begin === -1 || end === -1
      ? [own.trimEnd(), ""]
      : [own.slice(0, begin).trimEnd(), own.slice(end + END.length).trim()];
  // Bodies are checked when they first run: functions may call one another whatever their order.
  const lines = [
    BEGIN,
    "set local check_function_bodies = off;",
    ...dropped.map((one) => `drop ${one};`),
    ...changed.map(({ text }) => text.trimEnd()),
    "set local check_function_bodies = on;",
    END,
  ];
  const isEmpty = dropped.length + changed.length === 0;
  const middle = isEmpty ? (begin === -1 ? "" : `${BEGIN}\n${END}`) : lines.join("\n\n");
  return `${[before, middle, after].filter((part) => part !== "").join("\n\n")}\n`;
}
