import { type JsonFault, readJson } from "../values/json-reader.ts";

/** A JSON value with the offset at which it stands, and that of its closing bracket; numbers stay as they are spelled, keys in their order and repeated. */
export type JsonNode =
  | { kind: "object"; at: number; end: number; entries: { key: string; at: number; value: JsonNode }[] }
  | { kind: "array"; at: number; items: JsonNode[]; end: number }
  | { kind: "string"; at: number; value: string }
  | { kind: "number"; at: number; spelled: string }
  | { kind: "literal"; at: number; value: "true" | "false" | "null" };

/** Reads a JSON text into a tree, or says why it is none. */
export function readJsonTree(text: string): { root: JsonNode; fault?: never } | { root?: never; fault: JsonFault } {
  const top: JsonNode[] = [];
  const open: Extract<JsonNode, { kind: "object" | "array" }>[] = [];
  let waiting: { key: string; at: number } | undefined;
  const put = (node: JsonNode) => {
    const parent = open[open.length - 1];
    if (parent === undefined) top.push(node);
    else if (parent.kind === "array") parent.items.push(node);
    else if (waiting !== undefined) parent.entries.push({ ...waiting, value: node });
  };
  const fault = readJson(text, {
    open(container, at) {
      const node =
        container === "object"
          ? { kind: container, at, end: at, entries: [] }
          : { kind: container, at, items: [], end: at };
      put(node);
      open.push(node);
    },
    close(_container, at) {
      const node = open.pop();
      if (node !== undefined) node.end = at;
    },
    key(key, at) {
      waiting = { key, at };
    },
    text: (value, at) => put({ kind: "string", at, value }),
    number: (_value, at, end) => put({ kind: "number", at, spelled: text.slice(at, end) }),
    literal: (value, at) => put({ kind: "literal", at, value }),
  });
  const [root] = top;
  return fault === null && root !== undefined
    ? { root }
    : { fault: fault ?? { message: "Unexpected end-of-input", at: 0 } };
}

/** A value as it stands in a text, for messages that quote it: a container only by its bracket, as the parser of SNS does. */
export function spellNode(node: JsonNode): string {
  switch (node.kind) {
    case "object":
      return "{";
    case "array":
      return "[";
    case "number":
      return node.spelled;
    case "string":
    case "literal":
      return node.value;
  }
}
