import type { JsonValue, MemberEvent } from "#server/vocabulary/member-event";

/** Keys of the context in the order in which people ask about them. */
const order = ["device", "deviceId", "channel", "appVersion", "ip", "city", "country"];

/** Where and with what it happened, as short words in a fixed order: device, channel, address. */
export function whereTexts(context: MemberEvent["context"]): string[] {
  const device = text(context.device) ?? text(context.deviceId);
  const rest = order.slice(2).map((key) => text(context[key]));
  return [device, ...rest].filter((word) => word !== undefined);
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined;
}
