import { lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import type { PrivateHosts } from "../private-hosts.ts";

/** IPv4 that is nobody's on the internet: private, shared, own machine, link, benchmarks, documentation, multicast, reserved. */
const withheld = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const) {
  withheld.addSubnet(network, bits, "ipv4");
}

/** IPv6 of the internet is 2000::/3, less tunnels, whose addresses hold others, and documentation. */
const global = new BlockList();
global.addSubnet("2000::", 3, "ipv6");
for (const [network, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const) {
  withheld.addSubnet(network, bits, "ipv6");
}

/** Networks of one's own that a host's name may lead to where it is named: not the machine itself, nor its link, where clouds keep their secrets. */
const own = new BlockList();
for (const [network, bits, family] of [
  ["10.0.0.0", 8, "ipv4"],
  ["100.64.0.0", 10, "ipv4"],
  ["172.16.0.0", 12, "ipv4"],
  ["192.168.0.0", 16, "ipv4"],
  ["fc00::", 7, "ipv6"],
] as const) {
  own.addSubnet(network, bits, family);
}

/**
 * Which addresses a host may be called at: those of the internet, those of networks that are allowed by their numbers, and where its name is
 * allowed, those of one's own networks.
 */
export function isCallable({ isNamed, isWithin }: PrivateHosts, hostname: string): (address: string) => boolean {
  return (address) => isPublicAddress(address) || isWithin(address) || (isNamed(hostname) && isOwnAddress(address));
}

function isOwnAddress(address: string): boolean {
  const version = isIP(address);
  return version !== 0 && own.check(address, version === 4 ? "ipv4" : "ipv6");
}

/** Whether an IP address is one of the internet, and not of a machine or network of one's own. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !withheld.check(address, "ipv4");
  return version === 6 && global.check(address, "ipv6") && !withheld.check(address, "ipv6");
}

/** What a look-up says of a name that leads to addresses that may not be called alone. */
export class PrivateAddress extends Error {
  override name = "PrivateAddress";
}

/**
 * A look-up that gives addresses that may be called and no others: what is connected to is what was checked, whatever the name means a moment later.
 *
 * @param isAllowed what may be called.
 */
export function lookupAllowed(isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const allowed = error === null ? found.filter(({ address }) => isAllowed(address)) : [];
      const [first] = allowed;
      if (error !== null) callback(error, "");
      else if (first === undefined) callback(new PrivateAddress(`${hostname} has no address that may be called`), "");
      else if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
}
