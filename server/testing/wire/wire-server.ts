import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";

/** A server of one test on a free port of loopback. */
export type WireServer = { url: string; stop(): Promise<void> };

/** What the service behind a proxy answered. */
export type Answered = { status: number; text: string };

/** Starts a server that gives each request with its whole body to `answer`; without a port on a free one. */
export async function startWireServer(
  answer: (incoming: IncomingMessage, body: string, response: ServerResponse) => Promise<void>,
  port = 0,
): Promise<WireServer> {
  const server = createServer((incoming, response) => {
    void readText(incoming)
      .then((body) => answer(incoming, body, response))
      // A client that gave up, or a service that has just ended, is no test's failure by itself.
      .catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server got no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Passes a request on with this body, and gives the answer. */
export function forward(target: string, incoming: IncomingMessage, body: string): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const headers = { ...incoming.headers, "content-length": Buffer.byteLength(body), host: new URL(target).host };
    const outgoing = request(target, { method: "POST", headers }, (answered) => {
      readText(answered).then((text) => resolve({ status: answered.statusCode ?? 0, text }), reject);
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

async function readText(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
