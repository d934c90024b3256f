import { isPortFree } from "../embedded/free-port.ts";
import { StartRefusal } from "./start-refusal.ts";

const DEFAULT_PORT = 3000;

/** A console that was just killed may need this long to let go of its port. */
const PORT_WAIT_MS = 2_000;

/** Where the console listens and how people reach it. */
export interface WebAddress {
  host: string;
  port: number;
  publicUrl: string;
}

/**
 * Reads PORT, HOST and PUBLIC_URL.
 *
 * @throws StartRefusal when the port is no port or somebody else has it.
 */
export async function readWebAddress(): Promise<WebAddress> {
  const port = Number(process.env.PORT || DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new StartRefusal(`PORT must be a number from 1 to 65535, not ${process.env.PORT}.`);
  }
  const host = process.env.HOST || "127.0.0.1";
  const limit = Date.now() + PORT_WAIT_MS;
  while (!(await isPortFree(port))) {
    if (Date.now() > limit) {
      throw new StartRefusal(
        `Port ${port} is in use by another program: stop it, or choose another port, for example PORT=${port + 100} npm start.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { host, port, publicUrl: process.env.PUBLIC_URL || `http://127.0.0.1:${port}` };
}
