import type { IncomingMessage, ServerResponse } from "node:http";
import { forward, startWireServer, type WireServer } from "./wire-server.ts";

/**
 * What the proxy does with a request: pass it on; never answer; pass it on and cut the line before the answer; answer that
 * SNS is throttling, broken, or that we have no right; pass it on twice, or after a while; or pass on all entries of a batch but those whose text contains `failing`, and report these
 * as failed inside; or change the request's form before it is passed on.
 */
export type ProxyMode =
  | "forward"
  | "hang"
  | "cut"
  | "throttle"
  | "break"
  | "refuse"
  | "duplicate"
  | { delayMs: number }
  | { failing: string }
  | { change(form: URLSearchParams): void };

/** SNS with faults: stands between a client and the embedded SNS. */
export type SnsProxy = WireServer & {
  mode: ProxyMode;
  /** Only requests to topics whose ARN ends so meet the mode, the others are passed on; null for all. */
  topic: string | null;
  /** Requests seen so far, by action. */
  readonly requests: string[];
};

/** Starts a proxy on loopback: on the port of one that was stopped, or on a free one. */
export async function startSnsProxy(target: string, port = 0): Promise<SnsProxy> {
  const server = await startWireServer(
    (incoming, body, response) => answer(proxy, target, incoming, body, response),
    port,
  );
  const proxy: SnsProxy = { ...server, mode: "forward", topic: null, requests: [] };
  return proxy;
}

async function answer(
  proxy: SnsProxy,
  target: string,
  incoming: IncomingMessage,
  body: string,
  response: ServerResponse,
): Promise<void> {
  const form = new URLSearchParams(body);
  proxy.requests.push(form.get("Action") ?? "");
  const isMeant = proxy.topic === null || (form.get("TopicArn") ?? "").endsWith(proxy.topic);
  const mode: ProxyMode = isMeant ? proxy.mode : "forward";
  if (mode === "hang") return;
  if (mode === "throttle") return sendError(response, 400, "Throttling", "Rate exceeded");
  if (mode === "break") return sendError(response, 500, "InternalError", "broken");
  if (mode === "refuse") return sendError(response, 403, "AuthorizationError", "not authorized to publish");
  if (mode === "duplicate") await forward(target, incoming, form.toString());
  if (typeof mode === "object" && "delayMs" in mode) await new Promise((resolve) => setTimeout(resolve, mode.delayMs));
  if (typeof mode === "object" && "change" in mode) mode.change(form);
  const failedIds = typeof mode === "object" && "failing" in mode ? takeOut(form, mode.failing) : [];
  const isEmptied = failedIds.length > 0 && !form.has("PublishBatchRequestEntries.member.1.Id");
  const answered = isEmptied ? NONE_LEFT : await forward(target, incoming, form.toString());
  if (mode === "cut") {
    incoming.socket.destroy();
    return;
  }
  response.writeHead(answered.status, { "content-type": "text/xml" });
  response.end(reportFailed(answered.text, failedIds));
}

function sendError(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, { "content-type": "text/xml" });
  response.end(
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>x</RequestId></ErrorResponse>`,
  );
}

const NONE_LEFT = {
  status: 200,
  text: "<PublishBatchResponse><PublishBatchResult><Successful/><Failed/></PublishBatchResult></PublishBatchResponse>",
};

/** Takes the entries with this text out of a PublishBatch form; gives their ids. */
function takeOut(form: URLSearchParams, text: string): string[] {
  const entries = new Map<string, [string, string][]>();
  for (const [key, value] of [...form]) {
    const found = /^(PublishBatchRequestEntries\.member\.)(\d+)\.(.+)$/.exec(key);
    if (!found) continue;
    const [, , number = "", rest = ""] = found;
    entries.set(number, [...(entries.get(number) ?? []), [rest, value]]);
    form.delete(key);
  }
  const isFailing = (fields: [string, string][]) =>
    fields.some(([name, value]) => name === "Message" && value.includes(text));
  const idOf = (fields: [string, string][]) => fields.find(([name]) => name === "Id")?.[1] ?? "";
  const kept = [...entries.values()].filter((fields) => !isFailing(fields));
  for (const [index, fields] of kept.entries()) {
    for (const [name, value] of fields) form.set(`PublishBatchRequestEntries.member.${index + 1}.${name}`, value);
  }
  return [...entries.values()].filter(isFailing).map(idOf);
}

function reportFailed(xml: string, ids: readonly string[]): string {
  const members = ids.map(
    (id) =>
      `<member><Id>${id}</Id><Code>InternalError</Code><Message>failed inside</Message><SenderFault>false</SenderFault></member>`,
  );
  return members.length === 0
    ? xml
    : xml.replace(/<Failed>.*?<\/Failed>|<Failed\/>/s, `<Failed>${members.join("")}</Failed>`);
}
