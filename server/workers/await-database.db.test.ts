import { connect as connectTo, createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { findFreePort } from "../embedded/free-port.ts";
import { useDatabase } from "../testing/database.ts";
import { awaitDatabase } from "./await-database.ts";

const database = useDatabase();
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** Lets the database be reached on a port from now on. */
async function open(port: number, target: URL): Promise<void> {
  const server = createServer((socket) => {
    const through = connectTo(Number(target.port), target.hostname);
    socket.pipe(through).pipe(socket);
    for (const side of [socket, through]) side.on("error", () => socket.destroy());
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
}

test("a worker that starts before its database waits for it", async () => {
  const target = new URL(database.url("worker"));
  const there = new URL(target);
  const port = await findFreePort();
  there.host = `127.0.0.1:${port}`;
  const waiting = awaitDatabase(there.href, new AbortController().signal);
  const early = new Promise<"early">((resolve) => setTimeout(() => resolve("early"), 1200));
  expect(await Promise.race([waiting, early])).toBe("early");
  await open(port, target);
  expect(await waiting).toBeGreaterThan(0);
});

test("asked to stop while it waits, it stops", async () => {
  const stop = new AbortController();
  const waiting = awaitDatabase("postgres://worker@127.0.0.1:1/none", stop.signal);
  stop.abort();
  expect(await waiting).toBeGreaterThan(0);
});

test("an account with room for few connections is told so: the worker takes what is left, or refuses with the way out", async () => {
  const owner = database.owner();
  const account = `short_${Date.now()}`;
  await owner.unsafe(`create role ${account} login connection limit 8`);
  const url = new URL(database.url());
  url.username = account;
  try {
    expect(await awaitDatabase(url.href, new AbortController().signal)).toBe(8);
    await owner.unsafe(`alter role ${account} connection limit 3`);
    await expect(awaitDatabase(url.href, new AbortController().signal)).rejects.toThrow(
      /may have 3 connections, 0 are taken, and a worker wants 12.*alter role/,
    );
  } finally {
    await owner.unsafe(`drop role ${account}`);
  }
});
