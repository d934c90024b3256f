import { expect, test } from "vitest";
import { readEnv } from "./env.ts";
import { isCallable } from "./messaging/public-address.ts";
import { NO_PRIVATE_HOSTS, parsePrivateHosts } from "./private-hosts.ts";

const hostsOf = (text: string) => parsePrivateHosts(text) ?? NO_PRIVATE_HOSTS;

test("names and networks are read, with or without the size of the network, of both kinds of addresses", () => {
  const hosts = hostsOf("Held.corp.internal, 10.20.0.0/16,192.168.1.7,fd00:1::/32");
  expect(hosts.isNamed("held.corp.internal")).toBe(true);
  expect(hosts.isNamed("other.corp.internal")).toBe(false);
  const within = ["10.20.255.1", "192.168.1.7", "fd00:1:2::3"];
  for (const address of within) expect.soft(hosts.isWithin(address), address).toBe(true);
  const outside = ["10.21.0.1", "192.168.1.8", "fd00:2::3", "held.corp.internal"];
  for (const address of outside) expect.soft(hosts.isWithin(address), address).toBe(false);
});

test.each(["", "10.0.0.0/33", "10.0.0.0/x", "10.0.0.0/8/8", "fd00::/129", "held corp", "https://held", "*.corp"])(
  "%j names no hosts, and the setting is refused with its rule",
  (text) => {
    expect(parsePrivateHosts(text)).toBeNull();
    if (text === "") return;
    expect(() => readEnv("worker", { PRIVATE_HOSTS: text })).toThrow(
      /PRIVATE_HOSTS must be host names and networks parted by commas, like held\.corp\.internal,10\.20\.0\.0\/16/,
    );
  },
);

test("a name that is allowed may lead to networks of one's own, and never to the machine or its link", () => {
  const allowed = isCallable(hostsOf("held.corp.internal"), "held.corp.internal");
  for (const address of ["10.1.2.3", "172.16.0.1", "fd00::1", "8.8.8.8"])
    expect.soft(allowed(address), address).toBe(true);
  for (const address of ["127.0.0.1", "169.254.169.254", "::1", "0.0.0.0"])
    expect.soft(allowed(address), address).toBe(false);
  expect(isCallable(hostsOf("held.corp.internal"), "other.corp.internal")("10.1.2.3")).toBe(false);
});
