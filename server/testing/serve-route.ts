import { createServer, type IncomingMessage } from "node:http";

/** A route handler of ours on a port of loopback. */
export type ServedRoute = { url: string; stop(): Promise<void> };

/** Serves a web-standard handler, as Next does with our routes, so that a test can ask it over the wire. */
export async function serveRoute(handler: (request: Request) => Promise<Response>): Promise<ServedRoute> {
  const server = createServer(async (incoming, response) => {
    const answer = await handler(await toRequest(incoming)).catch((error: unknown) => {
      return new Response(String(error), { status: 500 });
    });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the route got no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const { method = "GET", url = "/" } = incoming;
  const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {};
  return new Request(`http://${incoming.headers.host}${url}`, { method, headers, ...body });
}
