import { describe, expect, test } from "vitest";
import { refuseForeignRequest } from "./refuse-foreign-request.ts";

const ours = "https://console.example";

const json = {
  "content-type": "application/json",
  "content-length": "2",
  host: "console.example",
  origin: "https://console.example",
};

function status(headers: Record<string, string>, { method = "POST", path = "session.me" } = {}): number {
  const init = method === "POST" ? { method, headers, body: "{}" } : { method, headers };
  return refuseForeignRequest(new Request(`${ours}/api/trpc/${path}`, init), ours)?.status ?? 200;
}

test("our own page's JSON passes", () => {
  expect(status(json)).toBe(200);
  expect(status({ ...json, "sec-fetch-site": "same-origin" })).toBe(200);
});

describe("what another site's page can make a browser send is refused", () => {
  const foreign: [string, Record<string, string>, number][] = [
    ["a foreign origin", { ...json, origin: "https://evil.example" }, 403],
    ["our host on another port", { ...json, origin: "https://console.example:8443" }, 403],
    ["our host by http", { ...json, origin: "http://console.example" }, 403],
    ["a name that was made to point here", { ...json, host: "evil.example", origin: "https://evil.example" }, 403],
    ["a null origin, as from a sandboxed frame", { ...json, origin: "null" }, 403],
    ["no origin", { "content-type": "application/json", "content-length": "2", host: "console.example" }, 403],
    ["a cross-site fetch", { ...json, "sec-fetch-site": "cross-site" }, 403],
    ["a same-site fetch from a sibling host", { ...json, "sec-fetch-site": "same-site" }, 403],
    ["a multipart form", { ...json, "content-type": "multipart/form-data; boundary=x" }, 415],
    ["a plain form", { ...json, "content-type": "application/x-www-form-urlencoded" }, 415],
    ["text", { ...json, "content-type": "text/plain" }, 415],
    ["octets", { ...json, "content-type": "application/octet-stream" }, 415],
  ];
  test.each(foreign)("%s", (_, headers, expected) => {
    expect(status(headers)).toBe(expected);
  });
});

test("GET is refused: inputs never stand in a URL", () => {
  expect(status(json, { method: "GET" })).toBe(405);
});

test("ten calls at once pass, eleven do not", () => {
  const calls = (n: number) => Array.from({ length: n }, () => "session.me").join(",");
  expect(status(json, { path: calls(10) })).toBe(200);
  expect(status(json, { path: calls(11) })).toBe(413);
  expect(status(json, { path: calls(11).replaceAll(",", "%2C") })).toBe(413);
  expect(status(json, { path: calls(11).replaceAll(",", "%2c") })).toBe(413);
});

test("256 kB pass, one byte more does not", () => {
  expect(status({ ...json, "content-length": "262144" })).toBe(200);
  expect(status({ ...json, "content-length": "262145" })).toBe(413);
});

test("a personal access token needs no origin, since no cookie gives it power", () => {
  expect(
    status({
      "content-type": "application/json",
      "content-length": "2",
      host: "console.example",
      authorization: "Bearer x",
    }),
  ).toBe(200);
});

test("what looks like a token and is none is held to the origin, since the cookie would count", () => {
  expect(status({ ...json, origin: "https://evil.example", authorization: "Bearer a b" })).toBe(403);
  expect(status({ ...json, origin: "https://evil.example", authorization: "Bearer " })).toBe(403);
});

test("a body whose length is not said is refused, since nothing would bound it", () => {
  const { "content-length": _, ...unsaid } = json;
  expect(status(unsaid)).toBe(411);
});
