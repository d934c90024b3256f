import { type JsonNode, readJsonTree } from "../filter-policy/parse/json-tree.ts";

/**
 * Whether two filter policies say the same: spaces and the order of keys do not matter, the spelling of numbers does. An
 * empty text is SNS's way to say "no policy".
 */
export function isSamePolicy(one: string, other: string): boolean {
  return canonical(one) === canonical(other);
}

function canonical(policy: string): string {
  const { root } = readJsonTree(policy.trim() === "" ? "{}" : policy);
  return root === undefined ? policy : write(root);
}

function write(node: JsonNode): string {
  if (node.kind === "object") {
    const entries = node.entries.map(({ key, value }) => `${JSON.stringify(key)}:${write(value)}`);
    return `{${entries.sort().join(",")}}`;
  }
  if (node.kind === "array") return `[${node.items.map(write).join(",")}]`;
  if (node.kind === "number") return node.spelled;
  return node.kind === "string" ? JSON.stringify(node.value) : node.value;
}
