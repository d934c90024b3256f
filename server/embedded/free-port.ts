import { createServer } from "node:net";

/** Finds a TCP port on loopback that nobody listens on at this moment; another process may still take it first. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(new Error("The system gave no port on 127.0.0.1."));
      });
    });
  });
}

/** Says whether a process can listen on this port of 127.0.0.1 now. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await whyNotListen({ host: "127.0.0.1", port })) === null;
}

/** Tries to listen, for a moment; null when it can be done, else the system's code for why not (EADDRINUSE, EACCES, ...). */
export function whyNotListen({ host, port }: { host: string; port: number }): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve("code" in error ? String(error.code) : error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}
