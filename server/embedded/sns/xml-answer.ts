import { randomUUID } from "node:crypto";
import type { SnsError } from "./sns-error.ts";

const NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";

/** Writes the answer to a request that was done; `result` is the XML inside the action's Result element. */
export function writeResult(action: string, result: string): string {
  const metadata = `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
  return `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${result}</${action}Result>${metadata}</${action}Response>`;
}

/** Writes the answer to a request that was refused. */
export function writeError(error: SnsError): string {
  const type = error.status >= 500 ? "Receiver" : "Sender";
  const fields = element("Type", type) + element("Code", error.code) + element("Message", error.message);
  return `<ErrorResponse xmlns="${NAMESPACE}"><Error>${fields}</Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
}

/** One element with text. */
export function element(name: string, text: string): string {
  return `<${name}>${escapeText(text)}</${name}>`;
}

/** A map of texts, as `Attributes` of a topic or subscription are answered. */
export function textMap(name: string, entries: Iterable<readonly [string, string]>): string {
  const parts = [...entries].map(([key, value]) => `<entry>${element("key", key)}${element("value", value)}</entry>`);
  return `<${name}>${parts.join("")}</${name}>`;
}

/** A list; each member is XML already. */
export function memberList(name: string, members: readonly string[]): string {
  return `<${name}>${members.map((member) => `<member>${member}</member>`).join("")}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
