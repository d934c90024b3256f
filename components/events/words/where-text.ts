import { canonicalIp } from "#server/vocabulary/ip-address";
import type { JsonValue, MemberEvent } from "#server/vocabulary/member-event";

/** Keys of the context in the order in which people ask about them. */
const order = ["device", "deviceId", "channel", "appVersion", "ip", "city", "country"];

/** An address of IPv6 has at most 39 characters, and the names of devices are shorter. */
const LONGEST = 40;

/** Where and with what it happened, as short words in a fixed order: device, channel, address. */
export function whereTexts(context: MemberEvent["context"]): string[] {
  const device = text(context.device) ?? text(context.deviceId);
  const rest = order.slice(2).map((key) => text(context[key]));
  return [device, ...rest].filter((word) => word !== undefined);
}

/** Everything in the context, the well-known keys first and in their order; the others follow as they were given. */
export function inOrder(context: MemberEvent["context"]): [name: string, value: JsonValue][] {
  const known = order.filter((name) => Object.hasOwn(context, name));
  const others = Object.keys(context).filter((name) => !order.includes(name));
  return [...known, ...others].map((name) => [name, context[name] ?? null]);
}

/** A word of a list's line: a very long one is cut, so that the words after it, such as the address, stay in sight. */
export function shortWord(word: string): string {
  const letters = [...word];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join("")}…` : word;
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined;
}

/** Whether a producer gave as address what is none. */
export function isNoAddress(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === "") return false;
  return typeof value !== "string" || canonicalIp(value) === null;
}
