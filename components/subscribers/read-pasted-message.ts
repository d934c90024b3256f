import { readJsonTree, spellNode } from "#server/filter-policy/parse/json-tree";

/** A message as somebody pasted it. */
export type PastedMessage = { attributes: Record<string, { Type: string; Value: string }>; body: string };

/** Where the body stands: as SNS delivers it, as SQS lists it, in short. */
const bodyNames = ["Message", "Body", "body"];

/** What can be pasted: the shape that SNS itself delivers without raw delivery. */
export const samplePaste = JSON.stringify(
  {
    MessageAttributes: {
      action: { Type: "String", Value: "member.joined" },
      changed: { Type: "String.Array", Value: '["status"]' },
      target: { Type: "String", Value: "ALL" },
    },
    Message: '{"action": "member.joined", "changed": ["status"]}',
  },
  null,
  2,
);

/**
 * Reads a message in the envelope of SNS (`MessageAttributes` with Type and Value, `Message`), as SQS lists it
 * (`DataType`, `StringValue`, `Body`), or as `{attributes, body}`. A body may be a text or JSON itself.
 *
 * @returns null for anything else.
 */
export function readPastedMessage(text: string): PastedMessage | null {
  const given = parse(text);
  if (!isRecord(given)) return null;
  const attributes = given.MessageAttributes ?? given.attributes ?? {};
  const body = bodyNames.map((name) => given[name]).find((value) => value !== undefined && value !== null) ?? "";
  if (!isRecord(attributes)) return null;
  const read: PastedMessage["attributes"] = {};
  for (const [name, attribute] of Object.entries(attributes)) {
    if (!isRecord(attribute)) return null;
    const type = attribute.Type ?? attribute.DataType;
    const value = attribute.Value ?? attribute.StringValue ?? attribute.BinaryValue;
    if (typeof type !== "string" || typeof value !== "string") return null;
    read[name] = { Type: type, Value: value };
  }
  if (Object.keys(read).length === 0 && body === "") return null;
  if (typeof body === "string") return { attributes: read, body };
  const spelled = spelledBody(text);
  return spelled === null ? null : { attributes: read, body: spelled };
}

/** A body that is JSON itself, as it stands in the text: parsed and written anew, long numbers would be rounded. */
function spelledBody(text: string): string | null {
  const { root } = readJsonTree(text);
  if (root?.kind !== "object") return null;
  const body = bodyNames
    .map((name) => root.entries.findLast(({ key }) => key === name)?.value)
    .find((node) => node !== undefined && !(node.kind === "literal" && node.value === "null"));
  if (body === undefined) return null;
  return body.kind === "object" || body.kind === "array" ? text.slice(body.at, body.end + 1) : spellNode(body);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
