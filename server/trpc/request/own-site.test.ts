import { expect, test } from "vitest";
import { isOwnHost, isSameOrigin } from "./own-site.ts";

const asked = (host: string, origin: string) => new Headers({ host, origin });
const console_ = "https://console.example";

test("only the host of PUBLIC_URL is ours, so that no other name can be made to point here", () => {
  expect(isOwnHost(asked("console.example", console_), console_)).toBe(true);
  for (const host of ["evil.example", "console.example.evil.example", "console.example:8443", "127.0.0.1", ""]) {
    expect.soft(isOwnHost(asked(host, console_), console_), host).toBe(false);
    expect.soft(isSameOrigin(asked(host, `https://${host}`), console_), host).toBe(false);
  }
  expect(isOwnHost(new Headers(), console_)).toBe(false);
});

test("an origin counts with its scheme", () => {
  expect(isSameOrigin(asked("console.example", console_), console_)).toBe(true);
  expect(isSameOrigin(asked("console.example", "http://console.example"), console_)).toBe(false);
  expect(isSameOrigin(asked("console.test", "http://console.test"), null)).toBe(true);
  expect(isSameOrigin(asked("console.test", "https://console.test"), null)).toBe(false);
});

test("on loopback every name of it is ours at the same port, each with its own origin", () => {
  const local = "http://127.0.0.1:3000";
  for (const host of ["127.0.0.1:3000", "localhost:3000", "[::1]:3000"]) {
    expect.soft(isOwnHost(asked(host, ""), local), host).toBe(true);
    expect.soft(isSameOrigin(asked(host, `http://${host}`), local), host).toBe(true);
  }
  expect(isSameOrigin(asked("localhost:3000", local), local)).toBe(false);
  for (const host of ["localhost:3001", "localhost", "evil.example:3000", "localhost:3000/x", "x@localhost:3000"]) {
    expect.soft(isOwnHost(asked(host, ""), local), host).toBe(false);
  }
});
