import { type AddressRange, readAddress, readCidr } from "../filter-policy/values/ip-range.ts";

const BRACKETED = /^\[([^\]]*)\](?::[0-9]{1,5})?$/;
const WITH_PORT = /^([0-9.]+):[0-9]{1,5}$/;
const ZONE = /%[A-Za-z0-9._-]+$/;
const DOTTED_END = /:([0-9]{1,3}(?:\.[0-9]{1,3}){3})$/;

/**
 * The one form of an IP address that is stored and searched, however it was written: with a port, in brackets, in capitals,
 * as IPv4 inside IPv6. The same as `event.canonical_ip` of the database.
 *
 * @returns null for what is no address.
 */
export function canonicalIp(written: string): string | null {
  const address = readAddress(plainAddress(written));
  if (address === null) return null;
  if (typeof address === "number") return dotted(address);
  return printV6(address.match(/.{4}/g) ?? []);
}

/** Names who stands behind an address: one line has a whole /64 of IPv6 addresses; of IPv4 it has one. */
export function addressGroup(ip: string | null): string {
  const address = ip === null ? null : canonicalIp(ip);
  if (address === null) return "unknown";
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const [before, after] = [head, tail ?? ""].map((part) => (part === "" ? [] : part.split(":")));
  const zeros = Array.from({ length: 8 - (before?.length ?? 0) - (after?.length ?? 0) }, () => "0");
  return [...(before ?? []), ...zeros, ...(after ?? [])].slice(0, 4).join(":");
}

/** Whether an address lies in a range like 203.0.113.0/24; false for what is no address. */
export function isInRange(address: string, range: string): boolean {
  const read = readAddress(plainAddress(address));
  const wanted = readRange(range);
  if (read === null || wanted === null || typeof read !== typeof wanted.from) return false;
  return read >= wanted.from && read <= wanted.to;
}

/** The first and the last address of a range in their canonical form; null for what is no range. */
export function rangeEnds(range: string): { first: string; last: string } | null {
  const read = readRange(range);
  if (read === null) return null;
  return { first: printed(read.from), last: printed(read.to) };
}

function readRange(range: string): AddressRange | null {
  const whole = canonicalIp(range);
  if (whole !== null) {
    const address = readAddress(plainAddress(range));
    return address === null ? null : { from: address, to: address, isAligned: true };
  }
  const [address = "", bits = ""] = range.split("/");
  // One address is a range of one, which the filter policies do not take.
  if (bits === (address.includes(":") ? "128" : "32")) return readRange(address);
  const read = readCidr(`${plainAddress(address)}/${bits}`);
  return "refusal" in read ? null : read;
}

function printed(address: AddressRange["from"]): string {
  return typeof address === "number" ? dotted(address) : printV6(address.match(/.{4}/g) ?? []);
}

/** Without port, brackets and zone; dotted numbers at the end of an IPv6 address as its last two groups. */
function plainAddress(written: string): string {
  const text = written.replace(/^ +| +$/g, "");
  const bare = BRACKETED.exec(text)?.[1] ?? WITH_PORT.exec(text)?.[1] ?? text;
  const address = bare.replace(ZONE, "");
  const end = DOTTED_END.exec(address)?.[1];
  const value = end === undefined ? null : readAddress(end);
  if (end === undefined || typeof value !== "number") return address;
  const hex = value.toString(16).padStart(8, "0");
  return `${address.slice(0, -end.length)}${hex.slice(0, 4)}:${hex.slice(4)}`;
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

/** Groups without leading zeros, the longest run of zero groups (of two at least, the first of equals) as "::": RFC 5952. */
function printV6(groups: readonly string[]): string {
  const words = groups.map((group) => group.replace(/^0+(?=.)/, ""));
  let best = { start: -1, length: 1 };
  for (let start = 0; start < words.length; start += 1) {
    let length = 0;
    while (words[start + length] === "0") length += 1;
    if (length > best.length) best = { start, length };
    start += length;
  }
  if (best.start < 0) return words.join(":");
  const before = words.slice(0, best.start).join(":");
  // As PostgreSQL prints it: an address that ends in an IPv4 one.
  if (best.start === 0 && best.length === 6) return `::${dotted(Number.parseInt(groups.slice(6).join(""), 16))}`;
  return `${before}::${words.slice(best.start + best.length).join(":")}`;
}
