/**
 * An IP address that can be compared: an IPv4 address as a number, an IPv6 one as 32 hexadecimal digits. An IPv6 address
 * that stands for an IPv4 one is that one.
 */
export type Address = number | string;

/** Addresses of one family from `from` to `to`, both included. */
export interface AddressRange {
  from: Address;
  to: Address;
  /** False when bits behind the mask are set: the range then begins at the address as written. */
  isAligned: boolean;
}

const ZERO = 0x30;
const DOT = 0x2e;
/** The longest spelling of an IPv4 address that Java's reader takes; leading zeros count. */
const LONGEST_V4 = 15;
const V6_GROUP = /^0*[0-9a-fA-F]{1,4}$/;
const V4_LIKE = /^[0-9]+(?:\.[0-9]+){3}$/;
const V6_LIKE = /^[0-9a-fA-F:]+$/;
const INTEGER = /^[+-]?[0-9]+$/;
const LARGEST_INTEGER = 2 ** 31 - 1;
const V4_IN_V6 = "00000000000000000000ffff";

/** Reads an address as Java does: four decimal numbers, or groups of hexadecimal digits; null for anything else. */
export function readAddress(text: string): Address | null {
  if (!text.includes(":")) return readV4(text);
  const hex = readV6(text);
  return hex?.startsWith(V4_IN_V6) ? Number.parseInt(hex.slice(V4_IN_V6.length), 16) : hex;
}

/** An address as `event.address_key` gives it: 4 or 6 and its bits in hexadecimal. */
export function addressKey(address: Address): string {
  return typeof address === "string" ? `6${address}` : `4${address.toString(16).padStart(8, "0")}`;
}

/**
 * Reads a CIDR range as the `cidr` operator takes it.
 *
 * @returns the range, or the refusal in SNS's words.
 */
export function readCidr(text: string): AddressRange | { refusal: string } {
  const [spelled = "", mask = "", ...more] = withoutSlashesAtEnd(text).split("/", 3);
  if (!text.includes("/") || mask === "" || more.length > 0) return { refusal: "Malformed CIDR, one '/' required" };
  const bits = Number(mask);
  if (!INTEGER.test(mask) || bits > LARGEST_INTEGER || bits < -LARGEST_INTEGER - 1) {
    return { refusal: "Malformed CIDR, mask bits must be an integer" };
  }
  if (bits < 0) return { refusal: "Malformed CIDR, mask bits must not be negative" };
  const from = readAddress(spelled);
  if (from === null) {
    return { refusal: `${looksLikeAddress(spelled) ? "Invalid" : "Nonstandard"} IP address: ${spelled}` };
  }
  const [family, length] = typeof from === "string" ? [6, 128] : [4, 32];
  if (bits >= length) return { refusal: `IPv${family} mask bits must be < ${length}` };
  const written = typeof from === "string" ? BigInt(`0x${from}`) : BigInt(from);
  const behindMask = (1n << BigInt(length - bits)) - 1n;
  const last = written | behindMask;
  const to = typeof from === "string" ? last.toString(16).padStart(32, "0") : Number(last);
  return { from, to, isAligned: (written & behindMask) === 0n };
}

/** They separate nothing. No expression: on many slashes it would take the square of their number. */
function withoutSlashesAtEnd(text: string): string {
  let end = text.length;
  while (text[end - 1] === "/") end -= 1;
  return text.slice(0, end);
}

function looksLikeAddress(text: string): boolean {
  return text.includes(":") ? V6_LIKE.test(text) : V4_LIKE.test(text);
}

function readV4(text: string): number | null {
  if (text.length > LONGEST_V4) return null;
  let [address, part, digits, dots] = [0, 0, 0, 0];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === DOT && digits > 0 && dots < 3) {
      address = address * 256 + part;
      [part, digits, dots] = [0, 0, dots + 1];
      continue;
    }
    const digit = code - ZERO;
    if (digit < 0 || digit > 9) return null;
    part = part * 10 + digit;
    digits += 1;
    if (part > 255) return null;
  }
  return dots === 3 && digits > 0 ? address * 256 + part : null;
}

function readV6(text: string): string | null {
  const halves = text.split("::", 3);
  if (halves.length > 2) return null;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":", 9)));
  if (!groups.flat().every((group) => V6_GROUP.test(group))) return null;
  const [before = [], after = []] = groups;
  const missing = 8 - before.length - after.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const all = [...before, ...new Array<string>(missing).fill("0"), ...after];
  return all.map((group) => group.toLowerCase().slice(-4).padStart(4, "0")).join("");
}
