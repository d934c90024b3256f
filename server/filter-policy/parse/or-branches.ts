import type { JsonNode } from "./json-tree.ts";

type JsonObject = Extract<JsonNode, { kind: "object" }>;

/** Names that may not be keys of the objects of a `$or`: with one of them it is an ordinary key. */
const reserved = new Set([
  ...["exactly", "equals-ignore-case", "prefix", "suffix", "anything-but", "exists", "wildcard", "numeric", "cidr"],
  ...["=", "<", "<=", ">", ">=", "regex", "not-wildcard", "not-equals-ignore-case"],
  ...["date-after", "date-on-or-after", "date-before", "date-on-or-before", "in-date-range"],
  ...["ip-address-in-range", "ip-address-not-in-range"],
]);

/**
 * The alternatives of a `$or`.
 *
 * @returns null when it is no operator: it is one only as a list of two or more objects without reserved names.
 */
export function orBranches(key: string, value: JsonNode): JsonObject[] | null {
  if (key !== "$or" || value.kind !== "array" || value.items.length < 2) return null;
  const objects = value.items.filter((item) => item.kind === "object");
  if (objects.length < value.items.length) return null;
  return objects.some(({ entries }) => entries.some((entry) => reserved.has(entry.key))) ? null : objects;
}
