import type { JsonNode } from "./json-tree.ts";
import { lastLists } from "./last-lists.ts";
import { orBranches } from "./or-branches.ts";

/** SNS refuses a policy with more. */
export const MAX_COMBINATIONS = 150;

/**
 * Counts what SNS calls the complexity of a policy: over its keys the product of the number of values times the depth of
 * the key, where the branches of a `$or` are added up. Found by the policies that SNS was seen to accept (150) and to
 * refuse (152, 160, 216).
 */
export function countCombinations(node: Extract<JsonNode, { kind: "object" }>, depth = 1): number {
  const lists = lastLists(node);
  let product = 1;
  for (const { key, value } of node.entries) {
    const branches = orBranches(key, value);
    if (branches !== null) {
      product *= branches.reduce((sum, branch) => sum + countCombinations(branch, depth), 0);
    } else if (value.kind === "object") {
      product *= countCombinations(value, depth + 1);
    } else if (value.kind === "array" && lists.get(key) === value) {
      product *= value.items.length * depth;
    }
  }
  return product;
}
