import { isIPv6 } from "node:net";
import { whyNotListen } from "../../embedded/free-port.ts";
import { StartRefusal } from "./start-refusal.ts";

const DEFAULT_PORT = 3000;
const LAST_PORT = 65_535;

/** A console that was just killed may need this long to let go of its port. */
const PORT_WAIT_MS = 2_000;

/** Where the console listens and how people reach it. */
export interface WebAddress {
  host: string;
  port: number;
  /** How this machine itself reaches it. */
  localUrl: string;
  publicUrl: string;
}

/**
 * Reads PORT, HOST and PUBLIC_URL.
 *
 * @throws StartRefusal when one of them cannot be used, for instance because somebody else has the port.
 */
export async function readWebAddress(): Promise<WebAddress> {
  const port = Number(process.env.PORT || DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 1 || port > LAST_PORT) {
    throw new StartRefusal(`PORT must be a number from 1 to 65535, not ${process.env.PORT}.`);
  }
  const host = process.env.HOST || "127.0.0.1";
  await refuseUnusable(host, port);
  const localUrl = `http://${localName(host)}:${port}`;
  const publicUrl = process.env.PUBLIC_URL || localUrl;
  if (!/^https?:\/\/[^/]/.test(publicUrl) || !URL.canParse(publicUrl)) {
    throw new StartRefusal(`PUBLIC_URL must look like https://members.example.com, not ${publicUrl}.`);
  }
  return { host, port, localUrl, publicUrl };
}

async function refuseUnusable(host: string, port: number): Promise<void> {
  const limit = Date.now() + PORT_WAIT_MS;
  for (;;) {
    const reason = await whyNotListen({ host, port });
    if (reason === null) return;
    if (reason !== "EADDRINUSE") throw new StartRefusal(explain(reason, host, port));
    if (Date.now() > limit) {
      const other = port + 100 <= LAST_PORT ? port + 100 : DEFAULT_PORT;
      throw new StartRefusal(
        `Port ${port} is in use by another program: stop it, or choose another port, for example PORT=${other} npm start.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function explain(reason: string, host: string, port: number): string {
  if (reason === "EACCES") {
    return `This account may not listen on port ${port}: choose one from 1024 on, for example PORT=${DEFAULT_PORT} npm start.`;
  }
  return `HOST=${host} is no address of this machine (${reason}): leave HOST out to listen on 127.0.0.1, or set 0.0.0.0 for every address.`;
}

/** What to put into a URL: who listens on every address is reached by loopback. */
function localName(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return isIPv6(host) ? `[${host}]` : host;
}
