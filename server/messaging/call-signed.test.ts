import { createHmac } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parsePrivateHosts } from "../private-hosts.ts";
import { selfSigned } from "../testing/hosts/self-signed.ts";
import { callSigned, signatureOf } from "./call-signed.ts";

function hostsOf(text: string) {
  const hosts = parsePrivateHosts(text);
  if (hosts === null) throw new Error(`${text} names no hosts`);
  return hosts;
}

const { key, cert } = selfSigned("localhost");
const loopback = hostsOf("127.0.0.0/8,::1");
let server: Server;
let port: number;
let answer: (asked: IncomingMessage & { text: string }, given: ServerResponse) => void;
let calls = 0;

beforeAll(async () => {
  server = createServer({ key, cert }, async (asked, given) => {
    calls += 1;
    const parts: Buffer[] = [];
    for await (const part of asked) parts.push(part);
    answer(Object.assign(asked, { text: Buffer.concat(parts).toString() }), given);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const call = (given: object = {}) => ({
  ...{ url: `https://localhost:${port}/held`, secret: "s3cret", body: '{"a":1}', id: "7" },
  ...given,
});
const onLoopback = { mostBytes: 100, privateHosts: loopback, ca: cert };

test("a signature is the HMAC of time and body, as whoever receives it makes it", () => {
  const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signatureOf("s3cret", '{"a":1}', 1_795_892_000)) ?? [];
  expect(t).toBe("1795892000");
  expect(v1).toBe(createHmac("sha256", "s3cret").update('1795892000.{"a":1}').digest("hex"));
});

test("the body goes out signed, and what is answered is read", async () => {
  answer = (asked, given) => {
    const [, t] = /^t=(\d+)/.exec(String(asked.headers["memberscope-signature"])) ?? [];
    const isOurs = asked.headers["memberscope-signature"] === signatureOf("s3cret", asked.text, Number(t));
    given.end(JSON.stringify({ isOurs, id: asked.headers["memberscope-id"] }));
  };
  expect(await callSigned(call(), onLoopback)).toEqual({ text: '{"isOurs":true,"id":"7"}' });
});

test("a name that leads to a private address is not connected to, nor is such an address itself", async () => {
  const before = calls;
  const limits = { mostBytes: 100, ca: cert };
  expect(await callSigned(call(), limits)).toMatchObject({ kind: "private" });
  expect(await callSigned(call({ url: `https://127.0.0.1:${port}/` }), limits)).toMatchObject({ kind: "private" });
  expect(await callSigned(call({ url: `https://[::1]:${port}/` }), limits)).toMatchObject({ kind: "private" });
  expect(calls).toBe(before);
});

test("a host of a private network is called where its network is allowed; by its name alone never the machine itself", async () => {
  answer = (_, given) => given.end("{}");
  const limits = { mostBytes: 100, ca: cert };
  const named = await callSigned(call(), { ...limits, privateHosts: hostsOf("localhost,10.0.0.0/8") });
  expect(named).toMatchObject({ kind: "private" });
  expect(await callSigned(call(), { ...limits, privateHosts: hostsOf("127.0.0.1,::1") })).toEqual({ text: "{}" });
});

test("a redirect is not followed, and a status that is no 2xx is told", async () => {
  answer = (_, given) => given.writeHead(307, { location: `https://localhost:${port}/elsewhere` }).end();
  const before = calls;
  expect(await callSigned(call(), onLoopback)).toEqual({ kind: "status", detail: "307" });
  expect(calls).toBe(before + 1);
});

test("no more is read than was asked for", async () => {
  answer = (_, given) => given.end("x".repeat(101));
  expect(await callSigned(call(), onLoopback)).toEqual({ kind: "too-large", detail: "100" });
});

test("nothing goes out by HTTP, or to a server whose certificate nobody vouches for", async () => {
  const before = calls;
  expect(await callSigned(call({ url: `http://localhost:${port}/` }), onLoopback)).toMatchObject({ kind: "not-https" });
  const unknown = await callSigned(call(), { mostBytes: 100, privateHosts: loopback });
  expect(unknown).toMatchObject({ kind: "unreachable", detail: expect.stringMatching(/CERT/) });
  expect(calls).toBe(before);
});
