import { DomainError } from "../../../errors.ts";
import type { Mapping } from "./mapping.ts";

/**
 * Refuses a mapping that names a column which is not there: it would make every row a refusal, or worse, every value a missing one.
 *
 * @param place what has the columns, as a sentence names it.
 * @param wayOut what else may be the cause, at the end of the sentence.
 * @throws DomainError "bad-input" with all such names.
 */
export function checkColumns(
  columns: readonly string[],
  { mapping, place, wayOut = "" }: { mapping: Mapping; place: string; wayOut?: string },
): void {
  const known = new Set(columns);
  const unknown = pathsOf(mapping)
    .filter((path) => !known.has(path.join(".")) && !known.has(path[0] ?? ""))
    .map((path) => (columns.some((name) => name.startsWith(`${path[0]}.`)) ? path.join(".") : path[0]));
  if (unknown.length === 0) return;
  const names = [...new Set(unknown)].map((name) => `"${name}"`).join(", ");
  throw new DomainError(
    "bad-input",
    `The mapping names ${names}, which ${place} has not. Its columns are ${columns.join(", ")}; a value that stands in no column is {"constant": ...}${wayOut}.`,
  );
}

/** All paths that a mapping takes something from. */
export function pathsOf({ member, sourceId, time, context, rules }: Mapping): string[][] {
  const found = rules.flatMap(({ when }) => Object.keys(when).map((path) => path.split(".")));
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === "path" && Array.isArray(value)) found.push(value.map(String));
      else if (key !== "map") visit(value);
    }
  };
  visit([member, sourceId, time, context, rules.map(({ when: _when, ...rule }) => rule)]);
  return found;
}
