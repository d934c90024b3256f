import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { forward, startWireServer, type WireServer } from "./wire-server.ts";

/**
 * What the proxy does with a request: pass it on; never answer; never answer a receive, but pass on everything else; pass it
 * on and cut the line before the answer; answer that we have no right, that SQS is throttling or broken; give each received
 * message twice, or the newest first; pass it on after a while; or leave out every other entry of a batch, and report it as
 * failed inside.
 */
export type QueueFault =
  | "forward"
  | "hang"
  | "deaf"
  | "cut"
  | "refuse"
  | "throttle"
  | "break"
  | "duplicate"
  | "reorder"
  | "half"
  | { delayMs: number };

/** SQS with faults: stands between a client and the embedded SQS. */
export type SqsProxy = WireServer & {
  fault: QueueFault;
  /** Only requests to the queue of this name meet the fault, the others are passed on; null for all. */
  queue: string | null;
  /** Receives that got no answer so far, as the queue was deaf. */
  unheard: number;
};

const errors: Partial<Record<string, [number, string]>> = {
  refuse: [403, "AccessDeniedException"],
  throttle: [400, "RequestThrottled"],
  break: [500, "InternalFailure"],
};

const requestSchema = z.looseObject({
  QueueUrl: z.string().optional(),
  QueueName: z.string().optional(),
  Entries: z.array(z.looseObject({ Id: z.string() })).optional(),
});
const receivedSchema = z.looseObject({ Messages: z.array(z.unknown()).optional() });
const batchSchema = z.looseObject({ Failed: z.array(z.unknown()).optional() });

/** Starts a proxy on a free port of loopback. */
export async function startSqsProxy(target: string): Promise<SqsProxy> {
  const server = await startWireServer((incoming, body, response) => answer(proxy, target, incoming, body, response));
  const proxy: SqsProxy = { ...server, fault: "forward", queue: null, unheard: 0 };
  return proxy;
}

async function answer(
  proxy: SqsProxy,
  target: string,
  incoming: IncomingMessage,
  body: string,
  response: ServerResponse,
): Promise<void> {
  const asked = requestSchema.parse(JSON.parse(body));
  const name = asked.QueueName ?? asked.QueueUrl?.split("/").at(-1);
  const fault = proxy.queue === null || proxy.queue === name ? proxy.fault : "forward";
  if (fault === "hang") return;
  if (fault === "deaf" && incoming.headers["x-amz-target"] === "AmazonSQS.ReceiveMessage") {
    proxy.unheard += 1;
    return;
  }
  const [status, code] = (typeof fault === "string" && errors[fault]) || [];
  if (status !== undefined) return send(response, status, JSON.stringify({ __type: code, message: "by the test" }));
  if (typeof fault === "object") await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
  const { Entries } = asked;
  const left = fault === "half" && Entries !== undefined ? Entries.filter((_, index) => index % 2 === 1) : [];
  const passed = left.length > 0 ? { ...asked, Entries: Entries?.filter((entry) => !left.includes(entry)) } : asked;
  const answered = await forward(target, incoming, JSON.stringify(passed));
  if (fault === "cut") {
    incoming.socket.destroy();
    return;
  }
  send(response, answered.status, changed(answered.text, fault, left));
}

function changed(text: string, fault: QueueFault, left: readonly { Id: string }[]): string {
  if (fault === "duplicate" || fault === "reorder") {
    const { Messages, ...rest } = receivedSchema.parse(JSON.parse(text));
    if (Messages === undefined) return text;
    const given = fault === "reorder" ? Messages.toReversed() : Messages.flatMap((message) => [message, message]);
    return JSON.stringify({ ...rest, Messages: given });
  }
  if (left.length === 0) return text;
  const { Failed = [], ...rest } = batchSchema.parse(JSON.parse(text));
  const failed = left.map(({ Id }) => ({ Id, SenderFault: false, Code: "InternalError", Message: "failed inside" }));
  return JSON.stringify({ ...rest, Failed: [...Failed, ...failed] });
}

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
  response.end(text);
}
