import type { JsonNode } from "./json-tree.ts";
import { orBranches } from "./or-branches.ts";

/** The list of rules in force at each key of an object: a list at a key that comes again is replaced by the later one. */
export function lastLists({ entries }: Extract<JsonNode, { kind: "object" }>): ReadonlyMap<string, JsonNode> {
  const lists = new Map<string, JsonNode>();
  for (const { key, value } of entries) {
    if (value.kind === "array" && orBranches(key, value) === null) lists.set(key, value);
  }
  return lists;
}
