/** Addresses from `from` to `to`, both included, as keys of `addressKey`. */
export interface AddressRange {
  from: string;
  to: string;
  /** False when bits behind the mask are set: the range then begins at the address as written. */
  isAligned: boolean;
}

const V4_PART = /^(?:0|[1-9][0-9]{0,2})$/;
const V6_PART = /^[0-9a-fA-F]{1,4}$/;
const MASK = /^[+-]?[0-9]{1,9}$/;
const V4_IN_V6 = "00000000000000000000ffff";

/**
 * The comparable form of an IP address: `4` or `6` and its bits in hexadecimal. An IPv6 address that stands for an IPv4
 * one gives that one's. `event.address_key` makes the same.
 *
 * @returns null for anything that is not one address in its usual spelling.
 */
export function addressKey(text: string): string | null {
  if (text.includes(":")) {
    const hex = readV6(text);
    if (hex === null) return null;
    return hex.startsWith(V4_IN_V6) ? `4${hex.slice(V4_IN_V6.length)}` : `6${hex}`;
  }
  const parts = text.split(".", 5);
  if (parts.length !== 4 || !parts.every((part) => V4_PART.test(part) && Number(part) < 256)) return null;
  return `4${parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
}

/**
 * Reads a CIDR range as the `cidr` operator takes it.
 *
 * @returns the range, or the refusal in SNS's words.
 */
export function readCidr(text: string): AddressRange | { refusal: string } {
  const [address = "", mask = "", ...more] = text.replace(/\/+$/, "").split("/", 3);
  if (!text.includes("/") || mask === "" || more.length > 0) return { refusal: "Malformed CIDR, one '/' required" };
  if (!MASK.test(mask)) return { refusal: "Malformed CIDR, mask bits must be an integer" };
  const bits = Number(mask);
  if (bits < 0) return { refusal: "Malformed CIDR, mask bits must not be negative" };
  const key = addressKey(address);
  if (key === null) return { refusal: `Nonstandard IP address: ${address}` };
  const hex = key.slice(1);
  const length = hex.length * 4;
  if (bits >= length) return { refusal: `IPv${key[0]} mask bits must be < ${length}` };
  const written = BigInt(`0x${hex}`);
  const behindMask = (1n << BigInt(length - bits)) - 1n;
  const last = (written | behindMask).toString(16).padStart(hex.length, "0");
  return { from: key, to: `${key[0]}${last}`, isAligned: (written & behindMask) === 0n };
}

function readV6(text: string): string | null {
  // 39 characters are the longest address: eight groups of four and seven colons.
  if (text.length > 39) return null;
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":")));
  if (!groups.flat().every((group) => V6_PART.test(group))) return null;
  const [before = [], after = []] = groups;
  const missing = 8 - before.length - after.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const all = [...before, ...new Array<string>(missing).fill("0"), ...after];
  return all.map((group) => group.toLowerCase().padStart(4, "0")).join("");
}
